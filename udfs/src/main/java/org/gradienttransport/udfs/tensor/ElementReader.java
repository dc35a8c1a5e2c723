package org.gradienttransport.udfs.tensor;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/** Streams tensors out of storages, in row-major order and little-endian, through one buffer. */
final class ElementReader {
  private final SeekableSource source;
  private final int chunkBytes;
  private byte[] buffer = new byte[0];

  ElementReader(SeekableSource source, int chunkBytes) {
    this.source = source;
    this.chunkBytes = chunkBytes;
  }

  /** Streams a tensor whose layout has been checked against the storage. */
  void stream(StorageSpan storage, DType dtype, StridedLayout layout, ChunkConsumer consumer)
      throws IOException {
    if (layout.contiguous()) {
      long start = storage.start() + layout.offset() * dtype.bytes();
      contiguous(start, layout.elements(), dtype, storage.order(), consumer, null);
    } else {
      new StridedGather(source, storage, dtype, layout).stream(chunkBytes, consumer);
    }
  }

  /**
   * Streams {@code elements} elements that lie one after another from byte {@code start} on.
   *
   * @param crc takes the bytes as they are in the file, or null
   */
  void contiguous(
      long start, long elements, DType dtype, ByteOrder order, ChunkConsumer consumer, CRC32 crc)
      throws IOException {
    int width = dtype.bytes();
    int most = (int) Math.min(chunkBytes / width, elements);
    if (buffer.length < most * width) {
      buffer = new byte[most * width];
    }
    for (long done = 0; done < elements; done += most) {
      int count = (int) Math.min(most, elements - done);
      source.readFully(start + done * width, buffer, 0, count * width);
      if (crc != null) {
        crc.update(buffer, 0, count * width);
      }
      toLittleEndian(order, buffer, count, width);
      consumer.accept(dtype, buffer, 0, count);
    }
  }

  static void toLittleEndian(ByteOrder order, byte[] bytes, int count, int width) {
    if (order == ByteOrder.BIG_ENDIAN && width > 1) {
      LittleEndian.reverse(bytes, 0, count, width);
    }
  }
}
