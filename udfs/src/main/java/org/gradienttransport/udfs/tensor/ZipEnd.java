package org.gradienttransport.udfs.tensor;

import java.io.IOException;

/**
 * The end records of a zip archive (APPNOTE 6.3, sections 4.3.14 to 4.3.16).
 *
 * @param entries entries in the central directory
 * @param directory byte at which the central directory starts
 * @param directorySize its bytes
 */
record ZipEnd(long entries, long directory, long directorySize) {
  private static final int END = 0x06054b50;
  private static final int END_SIZE = 22;
  private static final int LOCATOR = 0x07064b50;
  private static final int LOCATOR_SIZE = 20;
  private static final int END64 = 0x06064b50;
  private static final int END64_SIZE = 56;
  private static final int MAX_COMMENT = 0xffff;
  private static final int U16_MAX = 0xffff;
  private static final long U32_MAX = 0xffffffffL;

  /** Finds the end records at the end of the source. */
  static ZipEnd find(SeekableSource source) throws IOException {
    FilePlace place = new FilePlace(source.name(), "end of the archive");
    int size = (int) Math.min(source.length(), END_SIZE + MAX_COMMENT);
    byte[] tail = new byte[size];
    source.readFully(source.length() - size, tail, 0, size);
    for (int at = size - END_SIZE; at >= 0; at--) {
      boolean found =
          LittleEndian.i32(tail, at) == END
              && LittleEndian.u16(tail, at + 20) == size - at - END_SIZE;
      if (found) {
        return parse(source, tail, at, place);
      }
    }
    throw place.refuse(
        "there is no end-of-central-directory record, so the archive is cut short",
        Remedy.FETCH_AGAIN);
  }

  private static ZipEnd parse(SeekableSource source, byte[] tail, int at, FilePlace place)
      throws IOException {
    if (LittleEndian.i32(tail, at + 4) != 0
        || LittleEndian.u16(tail, at + 8) != LittleEndian.u16(tail, at + 10)) {
      throw place.refuse("the archive is split over several volumes", Remedy.STORE_UNCOMPRESSED);
    }
    ZipEnd end =
        new ZipEnd(
            LittleEndian.u16(tail, at + 10),
            LittleEndian.u32(tail, at + 16),
            LittleEndian.u32(tail, at + 12));
    long position = source.length() - tail.length + at;
    long locator = position - LOCATOR_SIZE;
    boolean zip64 =
        locator >= 0 && LittleEndian.i32(read(source, locator, LOCATOR_SIZE), 0) == LOCATOR;
    return zip64 ? parse64(source, locator, end, place) : end.checked(position, place);
  }

  private static ZipEnd parse64(SeekableSource source, long locator, ZipEnd end, FilePlace place)
      throws IOException {
    byte[] found = read(source, locator, LOCATOR_SIZE);
    long position = LittleEndian.i64(found, 8);
    if (position < 0 || position > locator - END64_SIZE) {
      throw place.refuse(
          "the zip64 locator points to byte " + Long.toUnsignedString(position),
          Remedy.FETCH_AGAIN);
    }
    byte[] record = read(source, position, END64_SIZE);
    long size = LittleEndian.i64(record, 4);
    if (LittleEndian.i32(record, 0) != END64 || size != locator - position - 12) {
      throw place.refuse(
          "the zip64 locator points to byte " + position + ", which holds no zip64 end record",
          Remedy.FETCH_AGAIN);
    }
    ZipEnd end64 =
        new ZipEnd(
            LittleEndian.i64(record, 32),
            LittleEndian.i64(record, 48),
            LittleEndian.i64(record, 40));
    if (LittleEndian.i64(record, 16) != 0 || LittleEndian.i64(record, 24) != end64.entries) {
      throw place.refuse("the archive is split over several volumes", Remedy.STORE_UNCOMPRESSED);
    }
    if (!agree(end.entries, end64.entries, U16_MAX)
        || !agree(end.directory, end64.directory, U32_MAX)
        || !agree(end.directorySize, end64.directorySize, U32_MAX)) {
      throw place.refuse(
          "the zip64 end record " + end64 + " contradicts the end record " + end,
          Remedy.FETCH_AGAIN);
    }
    return end64.checked(position, place);
  }

  private static boolean agree(long value, long value64, long sentinel) {
    return value == value64 || value == sentinel;
  }

  private ZipEnd checked(long followedBy, FilePlace place) throws TensorFormatException {
    if (entries < 0 || entries > Limits.ZIP_ENTRIES) {
      throw place.refuse(
          "the archive claims %s entries, more than %s"
              .formatted(Long.toUnsignedString(entries), Limits.ZIP_ENTRIES),
          Remedy.BEYOND_LIMIT);
    }
    if (directorySize < 0 || directorySize > Limits.ZIP_DIRECTORY) {
      throw place.refuse(
          "the central directory claims %s bytes, more than %s"
              .formatted(Long.toUnsignedString(directorySize), Limits.ZIP_DIRECTORY),
          Remedy.BEYOND_LIMIT);
    }
    if (directory < 0 || directory != followedBy - directorySize) {
      throw place.refuse(
          ("the central directory (%s bytes from byte %s) does not end where its end record"
                  + " starts, at %s")
              .formatted(directorySize, Long.toUnsignedString(directory), followedBy),
          Remedy.FETCH_AGAIN);
    }
    return this;
  }

  private static byte[] read(SeekableSource source, long position, int count) throws IOException {
    byte[] bytes = new byte[count];
    source.readFully(position, bytes, 0, count);
    return bytes;
  }
}
