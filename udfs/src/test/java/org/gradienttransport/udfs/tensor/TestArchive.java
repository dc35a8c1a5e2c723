package org.gradienttransport.udfs.tensor;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** Writes stored zip archives byte by byte, so that tests can also write wrong ones. */
final class TestArchive {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
  private final List<Integer> locals = new ArrayList<>();
  private final List<Integer> centrals = new ArrayList<>();
  private final boolean zip64;

  private TestArchive(boolean zip64) {
    this.zip64 = zip64;
  }

  static TestArchive zip() {
    return new TestArchive(false);
  }

  /** Sizes and positions only in zip64 records. */
  static TestArchive zip64() {
    return new TestArchive(true);
  }

  TestArchive add(String name, byte[] data) {
    byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
    CRC32 crc = new CRC32();
    crc.update(data);
    int sentinel = zip64 ? -1 : data.length;
    int position = out.size();
    locals.add(position);
    byte[] localExtra =
        zip64
            ? le(20)
                .putShort((short) 1)
                .putShort((short) 16)
                .putLong(data.length)
                .putLong(data.length)
                .array()
            : new byte[0];
    out.writeBytes(
        le(30)
            .putInt(0x04034b50)
            .putShort((short) 45)
            .putShort((short) 0)
            .putShort((short) 0)
            .putInt(0)
            .putInt((int) crc.getValue())
            .putInt(sentinel)
            .putInt(sentinel)
            .putShort((short) nameBytes.length)
            .putShort((short) localExtra.length)
            .array());
    out.writeBytes(nameBytes);
    out.writeBytes(localExtra);
    out.writeBytes(data);
    byte[] extra =
        zip64
            ? le(28)
                .putShort((short) 1)
                .putShort((short) 24)
                .putLong(data.length)
                .putLong(data.length)
                .putLong(position)
                .array()
            : new byte[0];
    centrals.add(directory.size());
    directory.writeBytes(
        le(46)
            .putInt(0x02014b50)
            .putShort((short) 45)
            .putShort((short) 45)
            .putShort((short) 0)
            .putShort((short) 0)
            .putInt(0)
            .putInt((int) crc.getValue())
            .putInt(sentinel)
            .putInt(sentinel)
            .putShort((short) nameBytes.length)
            .putShort((short) extra.length)
            .putShort((short) 0)
            .putShort((short) 0)
            .putShort((short) 0)
            .putInt(0)
            .putInt(zip64 ? -1 : position)
            .array());
    directory.writeBytes(nameBytes);
    directory.writeBytes(extra);
    return this;
  }

  TestArchive add(String name, String data) {
    return add(name, data.getBytes(StandardCharsets.UTF_8));
  }

  byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(out.toByteArray());
    all.writeBytes(directory.toByteArray());
    int entries = locals.size();
    if (zip64) {
      int end64 = all.size();
      all.writeBytes(
          le(56)
              .putInt(0x06064b50)
              .putLong(44)
              .putShort((short) 45)
              .putShort((short) 45)
              .putInt(0)
              .putInt(0)
              .putLong(entries)
              .putLong(entries)
              .putLong(directory.size())
              .putLong(out.size())
              .array());
      all.writeBytes(le(20).putInt(0x07064b50).putInt(0).putLong(end64).putInt(1).array());
    }
    short count = zip64 ? (short) -1 : (short) entries;
    all.writeBytes(
        le(22)
            .putInt(0x06054b50)
            .putInt(0)
            .putShort(count)
            .putShort(count)
            .putInt(zip64 ? -1 : directory.size())
            .putInt(zip64 ? -1 : out.size())
            .putShort((short) 0)
            .array());
    return all.toByteArray();
  }

  /** Byte at which the local header of the entry at {@code index} starts. */
  int local(int index) {
    return locals.get(index);
  }

  /** Byte at which the central header of the entry at {@code index} starts. */
  int central(int index) {
    return out.size() + centrals.get(index);
  }

  /** Byte at which the end record starts. */
  int end() {
    return out.size() + directory.size() + (zip64 ? 76 : 0);
  }

  /** Byte at which the zip64 end record starts. */
  int end64() {
    return out.size() + directory.size();
  }

  static ByteBuffer le(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
