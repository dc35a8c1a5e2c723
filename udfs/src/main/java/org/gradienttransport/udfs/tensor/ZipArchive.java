package org.gradienttransport.udfs.tensor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import org.gradienttransport.udfs.tensor.ReadOptions.Checksums;

/**
 * A zip archive, read by position. Entries that are compressed or encrypted may lie in it and are
 * refused where one is read.
 *
 * <p>The JDK's readers are not used: they want a local file or a stream, and they accept duplicate,
 * overlapping and compressed entries.
 */
final class ZipArchive {
  private static final int LOCAL_HEADER = 0x04034b50;
  private static final int LOCAL_HEADER_SIZE = 30;
  private static final int SIZES_FOLLOW_DATA = 1 << 3;
  private static final long U32_MAX = 0xffffffffL;

  private final SeekableSource source;
  private final Map<String, StoredEntry> entries;
  private final Checksums checksums;

  private ZipArchive(SeekableSource source, Map<String, StoredEntry> entries, Checksums checksums) {
    this.source = source;
    this.entries = entries;
    this.checksums = checksums;
  }

  static ZipArchive open(SeekableSource source, Checksums checksums) throws IOException {
    ZipEnd end = ZipEnd.find(source);
    byte[] directory = new byte[(int) end.directorySize()];
    source.readFully(end.directory(), directory, 0, directory.length);
    Map<String, StoredEntry> entries = new ZipDirectory(directory, end, source.name()).entries();
    return new ZipArchive(source, entries, checksums);
  }

  Collection<StoredEntry> entries() {
    return entries.values();
  }

  /** The entry of that name, or null. */
  StoredEntry entry(String name) {
    return entries.get(name);
  }

  FilePlace place(StoredEntry entry) {
    return new FilePlace(source.name(), "entry " + FilePlace.quote(entry.name()));
  }

  /** Byte at which the data of an entry start, after checking its local header in one read. */
  long dataStart(StoredEntry entry) throws IOException {
    FilePlace place = place(entry);
    ZipDirectory.refuseTransformed(entry.flags(), entry.method(), place);
    byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
    byte[] header = new byte[LOCAL_HEADER_SIZE + name.length];
    source.readFully(entry.header(), header, 0, header.length);
    if (LittleEndian.i32(header, 0) != LOCAL_HEADER) {
      throw place.refuse("byte " + entry.header() + " holds no local header", Remedy.FETCH_AGAIN);
    }
    int flags = LittleEndian.u16(header, 6);
    ZipDirectory.refuseTransformed(flags, LittleEndian.u16(header, 8), place);
    checkSizes(entry, header, flags, place);
    if (LittleEndian.u16(header, 26) != name.length
        || !Arrays.equals(header, LOCAL_HEADER_SIZE, header.length, name, 0, name.length)) {
      throw place.refuse("its local header carries another name", Remedy.FETCH_AGAIN);
    }
    long start = entry.header() + header.length + LittleEndian.u16(header, 28);
    if (start > entry.bound() - entry.size()) {
      throw place.refuse(
          "%s bytes from byte %s on run into byte %s, where something else starts"
              .formatted(entry.size(), start, entry.bound()),
          Remedy.FETCH_AGAIN);
    }
    return start;
  }

  private static void checkSizes(StoredEntry entry, byte[] header, int flags, FilePlace place)
      throws TensorFormatException {
    boolean unknown = (flags & SIZES_FOLLOW_DATA) != 0;
    for (int at = 18; at <= 22; at += 4) {
      long size = LittleEndian.u32(header, at);
      if (size != entry.size() && size != U32_MAX && !(unknown && size == 0)) {
        throw place.refuse(
            "its local header says " + size + " bytes, the central directory " + entry.size(),
            Remedy.FETCH_AGAIN);
      }
    }
  }

  /** A whole entry of at most {@code limit} bytes, its checksum verified. */
  byte[] bytes(StoredEntry entry, long limit) throws IOException {
    FilePlace place = place(entry);
    ZipDirectory.refuseTransformed(entry.flags(), entry.method(), place);
    if (entry.size() > limit) {
      throw place.refuse(
          "the entry has " + entry.size() + " bytes, more than " + limit, Remedy.BEYOND_LIMIT);
    }
    byte[] bytes = new byte[(int) entry.size()];
    source.readFully(dataStart(entry), bytes, 0, bytes.length);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    checkCrc(entry, crc.getValue());
    return bytes;
  }

  boolean verifies() {
    return checksums == Checksums.VERIFY;
  }

  void checkCrc(StoredEntry entry, long found) throws TensorFormatException {
    if (verifies() && found != entry.crc()) {
      throw place(entry)
          .refuse(
              String.format(
                  Locale.ROOT,
                  "the data are damaged: checksum %08x, the archive says %08x",
                  found,
                  entry.crc()),
              Remedy.CHECKSUM);
    }
  }
}
