package org.gradienttransport.udfs.tensor;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parses a zip central directory (APPNOTE 6.3, section 4.3.12), held in memory whole. */
final class ZipDirectory {
  static final int ENCRYPTED = 0x2041;
  private static final int HEADER = 0x02014b50;
  private static final int HEADER_SIZE = 46;
  private static final int LOCAL_HEADER_SIZE = 30;
  private static final int ZIP64_EXTRA = 1;
  private static final long U32_MAX = 0xffffffffL;

  private final byte[] bytes;
  private final ZipEnd end;
  private final FilePlace directory;
  private int at;

  ZipDirectory(byte[] bytes, ZipEnd end, String file) {
    this.bytes = bytes;
    this.end = end;
    this.directory = new FilePlace(file, "central directory");
  }

  /** Entries by name, in directory order, none of them overlapping another. */
  Map<String, StoredEntry> entries() throws TensorFormatException {
    List<StoredEntry> listed = new ArrayList<>();
    for (long i = 0; i < end.entries(); i++) {
      listed.add(next());
    }
    if (at != bytes.length) {
      throw directory.refuse(
          "its " + end.entries() + " entries fill " + at + " of " + bytes.length + " bytes",
          Remedy.FETCH_AGAIN);
    }
    Map<String, StoredEntry> entries = new LinkedHashMap<>();
    for (StoredEntry entry : listed) {
      if (entries.put(entry.name(), entry) != null) {
        throw entryPlace(entry.name())
            .refuse("the archive holds two entries of this name", Remedy.FETCH_AGAIN);
      }
    }
    bound(listed, entries);
    return entries;
  }

  private FilePlace entryPlace(String name) {
    return directory.at("entry " + FilePlace.quote(name));
  }

  private StoredEntry next() throws TensorFormatException {
    if (bytes.length - at < HEADER_SIZE || LittleEndian.i32(bytes, at) != HEADER) {
      throw directory.refuse("byte " + at + " holds no entry header", Remedy.FETCH_AGAIN);
    }
    int nameLength = LittleEndian.u16(bytes, at + 28);
    int extraLength = LittleEndian.u16(bytes, at + 30);
    int commentLength = LittleEndian.u16(bytes, at + 32);
    int length = HEADER_SIZE + nameLength + extraLength + commentLength;
    if (bytes.length - at < length) {
      throw directory.refuse("the entry at byte " + at + " is cut short", Remedy.FETCH_AGAIN);
    }
    String name = name(at + HEADER_SIZE, nameLength);
    FilePlace place = entryPlace(name);
    StoredEntry entry = sized(name, at + HEADER_SIZE + nameLength, extraLength, place);
    at += length;
    return entry;
  }

  static void refuseTransformed(int flags, int method, FilePlace place)
      throws TensorFormatException {
    if ((flags & ENCRYPTED) != 0) {
      throw place.refuse("the entry is encrypted", Remedy.STORE_UNCOMPRESSED);
    }
    if (method != 0) {
      throw place.refuse(
          "the entry is compressed (method %s%s), tensor archives are stored"
              .formatted(method, method == 8 ? ", deflate" : ""),
          Remedy.STORE_UNCOMPRESSED);
    }
  }

  private StoredEntry sized(String name, int extra, int extraLength, FilePlace place)
      throws TensorFormatException {
    long packed = LittleEndian.u32(bytes, at + 20);
    long size = LittleEndian.u32(bytes, at + 24);
    long header = LittleEndian.u32(bytes, at + 42);
    int field = zip64Extra(extra, extra + extraLength);
    int fieldEnd = field < 0 ? -1 : field + LittleEndian.u16(bytes, field - 2);
    long[] values = {size, packed, header};
    for (int i = 0; i < values.length; i++) {
      if (values[i] == U32_MAX) {
        if (field < 0 || fieldEnd - field < 8) {
          throw place.refuse("its zip64 sizes are missing", Remedy.FETCH_AGAIN);
        }
        values[i] = LittleEndian.i64(bytes, field);
        field += 8;
      }
    }
    int method = LittleEndian.u16(bytes, at + 10);
    boolean stored = method == 0 && (LittleEndian.u16(bytes, at + 8) & ENCRYPTED) == 0;
    if ((stored && values[0] != values[1]) || values[0] < 0 || values[1] < 0 || values[2] < 0) {
      throw place.refuse(
          "size %s, stored size %s and position %s do not describe a stored entry"
              .formatted(values[0], values[1], values[2]),
          Remedy.FETCH_AGAIN);
    }
    return new StoredEntry(
        name,
        values[2],
        values[1],
        LittleEndian.u32(bytes, at + 16),
        LittleEndian.u16(bytes, at + 8),
        method,
        0);
  }

  /** Where the data of the zip64 extra field start, or -1. */
  private int zip64Extra(int from, int to) {
    int field = from;
    while (to - field >= 4) {
      int length = LittleEndian.u16(bytes, field + 2);
      if (length > to - field - 4) {
        return -1;
      }
      if (LittleEndian.u16(bytes, field) == ZIP64_EXTRA) {
        return field + 4;
      }
      field += 4 + length;
    }
    return -1;
  }

  private String name(int from, int length) throws TensorFormatException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw directory.refuse(
          "the entry at byte " + at + " has a name that is not UTF-8", Remedy.SAVE_TENSORS_ONLY, e);
    }
  }

  /** Overlapping entries let one file mean different things to different readers: refused. */
  private void bound(List<StoredEntry> listed, Map<String, StoredEntry> entries)
      throws TensorFormatException {
    listed.sort(Comparator.comparingLong(StoredEntry::header));
    long next = end.directory();
    for (int i = listed.size() - 1; i >= 0; i--) {
      StoredEntry entry = listed.get(i);
      if (entry.header() > next - LOCAL_HEADER_SIZE
          || entry.size() > next - LOCAL_HEADER_SIZE - entry.header()) {
        throw entryPlace(entry.name())
            .refuse(
                ("%s bytes from byte %s on do not end before byte %s, where something else"
                        + " starts")
                    .formatted(entry.size(), entry.header(), next),
                Remedy.FETCH_AGAIN);
      }
      entries.put(entry.name(), entry.boundedBy(next));
      next = entry.header();
    }
  }
}
