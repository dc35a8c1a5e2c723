package org.gradienttransport.udfs.tensor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Writes a zip archive of stored entries to a stream that cannot go back, laid out as PyTorch does:
 * data aligned by an extra field, sizes and checksum behind the data.
 *
 * <p>The JDK's ZipOutputStream wants a stored entry's checksum before its data, so an entry would
 * have to be made twice.
 */
final class ZipWriter {
  private static final int ALIGNMENT = 64;
  private static final int LOCAL_HEADER_SIZE = 30;
  private static final short DESCRIPTOR_AND_UTF8 = 0x0808;
  private static final long U32_MAX = 0xffffffffL;
  private static final int U16_MAX = 0xffff;

  private final OutputStream out;
  private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
  private final CRC32 crc = new CRC32();
  private long position;
  private long entries;
  private byte[] name;
  private long header;
  private long size;

  ZipWriter(OutputStream out) {
    this.out = out;
  }

  void begin(String entryName) throws IOException {
    name = entryName.getBytes(StandardCharsets.UTF_8);
    header = position;
    size = 0;
    crc.reset();
    byte[] padding = padding();
    put(
        little(LOCAL_HEADER_SIZE)
            .putInt(0x04034b50)
            .putShort((short) 0)
            .putShort(DESCRIPTOR_AND_UTF8)
            .put(new byte[18])
            .putShort((short) name.length)
            .putShort((short) padding.length)
            .array());
    put(name);
    put(padding);
  }

  /** An extra field that ends where the data may start. */
  private byte[] padding() {
    long least = position + LOCAL_HEADER_SIZE + name.length + 4;
    int fill = (int) ((ALIGNMENT - least % ALIGNMENT) % ALIGNMENT);
    byte[] padding = new byte[4 + fill];
    Arrays.fill(padding, (byte) 'Z');
    ByteBuffer.wrap(padding)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 'F')
        .put((byte) 'B')
        .putShort((short) fill);
    return padding;
  }

  void write(byte[] data, int offset, int count) throws IOException {
    crc.update(data, offset, count);
    size += count;
    position += count;
    out.write(data, offset, count);
  }

  void end() throws IOException {
    boolean large = size >= U32_MAX;
    put(little(8).putInt(0x08074b50).putInt((int) crc.getValue()).array());
    put(
        large
            ? little(16).putLong(size).putLong(size).array()
            : little(8).putInt((int) size).putInt((int) size).array());
    describe();
    entries++;
  }

  /** Writes a whole entry at once. */
  void add(String entryName, byte[] data) throws IOException {
    begin(entryName);
    write(data, 0, data.length);
    end();
  }

  private void describe() {
    boolean wide = size >= U32_MAX || header >= U32_MAX;
    byte[] extra =
        wide
            ? little(28)
                .putShort((short) 1)
                .putShort((short) 24)
                .putLong(size)
                .putLong(size)
                .putLong(header)
                .array()
            : new byte[0];
    directory.writeBytes(
        little(46)
            .putInt(0x02014b50)
            .putShort((short) 0)
            .putShort((short) (wide ? 45 : 0))
            .putShort(DESCRIPTOR_AND_UTF8)
            .put(new byte[6])
            .putInt((int) crc.getValue())
            .putInt(wide ? -1 : (int) size)
            .putInt(wide ? -1 : (int) size)
            .putShort((short) name.length)
            .putShort((short) extra.length)
            .put(new byte[10])
            .putInt(wide ? -1 : (int) header)
            .array());
    directory.writeBytes(name);
    directory.writeBytes(extra);
  }

  void finish() throws IOException {
    long start = position;
    put(directory.toByteArray());
    boolean wide = start >= U32_MAX || entries >= U16_MAX;
    if (wide) {
      long end64 = position;
      put(
          little(56)
              .putInt(0x06064b50)
              .putLong(44)
              .putShort((short) 45)
              .putShort((short) 45)
              .put(new byte[8])
              .putLong(entries)
              .putLong(entries)
              .putLong(directory.size())
              .putLong(start)
              .array());
      put(little(20).putInt(0x07064b50).putInt(0).putLong(end64).putInt(1).array());
    }
    short count = wide ? -1 : (short) entries;
    put(
        little(22)
            .putInt(0x06054b50)
            .putInt(0)
            .putShort(count)
            .putShort(count)
            .putInt(wide ? -1 : directory.size())
            .putInt(wide ? -1 : (int) start)
            .putShort((short) 0)
            .array());
  }

  private void put(byte[] bytes) throws IOException {
    out.write(bytes);
    position += bytes.length;
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
