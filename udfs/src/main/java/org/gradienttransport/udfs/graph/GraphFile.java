package org.gradienttransport.udfs.graph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.CRC32C;
import org.gradienttransport.udfs.parallel.Workers;

/**
 * A graph as a file: header, checksums, then the three arrays as little-endian 32-bit numbers.
 *
 * <p>Header of 8 longs: magic, version, N, m, seed, first node with lower neighbours of its own,
 * length of {@code rest}, CRC32C of the seven before and of the table that follows. Table: one
 * CRC32C as a long for each part of up to 1 MiB of the lower neighbours, the offsets and the rest,
 * in this order. Parts are read and written side by side.
 */
final class GraphFile {
  private static final long MAGIC = 0x4850415247544721L;
  private static final long VERSION = 1;
  private static final int HEADER_LONGS = 8;
  private static final int PART_INTS = 1 << 18;

  /** Direct memory is freed late, so these few buffers, one per thread at work, are kept. */
  private static final Queue<ByteBuffer> BUFFERS = new ConcurrentLinkedQueue<>();

  private GraphFile() {}

  static long bytes(Graph graph) {
    return headerBytes(parts(graph.lower(), graph.offsets(), graph.rest()).size()) + graph.bytes();
  }

  private static long headerBytes(int parts) {
    return 8L * (HEADER_LONGS + parts);
  }

  /** A piece of an array, and how many bytes of payload come before it. */
  // A view of an array that is being read or written, not a value.
  @SuppressWarnings("ArrayRecordComponent")
  private record Part(int[] array, int from, int length, long position) {}

  private static List<Part> parts(int[]... arrays) {
    List<Part> parts = new ArrayList<>();
    long position = 0;
    for (int[] array : arrays) {
      for (int from = 0; from < array.length; from += PART_INTS) {
        int length = Math.min(PART_INTS, array.length - from);
        parts.add(new Part(array, from, length, position));
        position += 4L * length;
      }
    }
    return parts;
  }

  static void write(Path file, GraphKey key, Graph graph, Workers workers) throws IOException {
    List<Part> parts = parts(graph.lower(), graph.offsets(), graph.rest());
    long start = headerBytes(parts.size());
    long[] checksums = new long[parts.size()];
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      each(
          parts,
          workers,
          (index, part, buffer) -> {
            buffer.asIntBuffer().put(part.array, part.from, part.length);
            checksums[index] = checksum(buffer);
            writeFully(channel, buffer, start + part.position);
          });
      long[] header = header(key, graph.lowerFrom(), graph.rest().length);
      writeFully(channel, withChecksum(header, checksums), 0);
    }
  }

  static Graph read(Path file, GraphKey key, Workers workers) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer fixed = readFully(channel, 0, 8 * HEADER_LONGS);
      requireKey(fixed, key);
      int[] lengths = {
        Math.toIntExact(key.attachment() * key.nodes()), (int) key.nodes() + 1, restLength(key)
      };
      int[][] arrays = new int[lengths.length][];
      workers.run(lengths.length, array -> arrays[array] = new int[lengths[array]]);
      int[] lower = arrays[0];
      int[] offsets = arrays[1];
      int[] rest = arrays[2];
      List<Part> parts = parts(lower, offsets, rest);
      long start = headerBytes(parts.size());
      requireLength(
          channel.size(), start + 4L * (lower.length + (long) offsets.length + rest.length));
      long[] checksums = table(channel, parts.size(), fixed);
      each(
          parts,
          workers,
          (index, part, buffer) -> {
            readFully(channel, buffer, start + part.position);
            if (checksum(buffer) != checksums[index]) {
              throw new DamagedGraphException("checksum of part " + index + " does not match");
            }
            buffer.asIntBuffer().get(part.array, part.from, part.length);
          });
      return new Graph((int) fixed.getLong(8 * 5), key.attachment(), lower, offsets, rest);
    }
  }

  private static long[] header(GraphKey key, int lowerFrom, int restLength) {
    return new long[] {
      MAGIC, VERSION, key.nodes(), key.attachment(), key.seed(), lowerFrom, restLength
    };
  }

  private static int restLength(GraphKey key) {
    return Adjacency.entries(key.nodes(), key.attachment());
  }

  /** Nothing is allocated for a header that is not this graph's. */
  private static void requireKey(ByteBuffer fixed, GraphKey key) throws DamagedGraphException {
    long[] expected = header(key, key.attachment() + 1, restLength(key));
    for (int i = 0; i < expected.length; i++) {
      if (fixed.getLong(8 * i) != expected[i]) {
        throw new DamagedGraphException(
            "header word " + i + " is " + fixed.getLong(8 * i) + ", expected " + expected[i]);
      }
    }
  }

  private static void requireLength(long length, long expected) throws DamagedGraphException {
    if (length != expected) {
      throw new DamagedGraphException("it has " + length + " bytes, expected " + expected);
    }
  }

  private static long[] table(FileChannel channel, int parts, ByteBuffer fixed) throws IOException {
    ByteBuffer bytes = readFully(channel, 8L * HEADER_LONGS, 8 * parts);
    long[] table = new long[parts];
    bytes.asLongBuffer().get(table);
    long[] header = new long[HEADER_LONGS - 1];
    fixed.asLongBuffer().get(header);
    if (withChecksum(header, table).getLong(8 * 7) != fixed.getLong(8 * 7)) {
      throw new DamagedGraphException("checksum of the header does not match");
    }
    return table;
  }

  private static ByteBuffer withChecksum(long[] header, long[] table) {
    ByteBuffer bytes = room(8 * (HEADER_LONGS + table.length));
    bytes.asLongBuffer().put(header).put(0L).put(table);
    long checksum = checksum(bytes);
    bytes.putLong(8 * (HEADER_LONGS - 1), checksum);
    return bytes;
  }

  private static long checksum(ByteBuffer buffer) {
    CRC32C crc = new CRC32C();
    crc.update(buffer.duplicate());
    return crc.getValue();
  }

  private interface PartTask {
    void accept(int index, Part part, ByteBuffer buffer) throws IOException;
  }

  private static void each(List<Part> parts, Workers workers, PartTask task) throws IOException {
    try {
      workers.run(parts.size(), index -> withBuffer(index, parts.get(index), task));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void withBuffer(int index, Part part, PartTask task) {
    ByteBuffer kept = BUFFERS.poll();
    ByteBuffer buffer = kept == null ? ByteBuffer.allocateDirect(4 * PART_INTS) : kept;
    try {
      buffer.clear().limit(4 * part.length).order(ByteOrder.LITTLE_ENDIAN);
      task.accept(index, part, buffer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      BUFFERS.add(buffer);
    }
  }

  private static ByteBuffer room(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer readFully(FileChannel channel, long position, int bytes)
      throws IOException {
    ByteBuffer buffer = room(bytes);
    readFully(channel, buffer, position);
    return buffer;
  }

  private static void readFully(FileChannel channel, ByteBuffer buffer, long position)
      throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new DamagedGraphException("it ends at byte " + channel.size());
      }
    }
    buffer.flip();
  }

  private static void writeFully(FileChannel channel, ByteBuffer buffer, long position)
      throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer, position + buffer.position());
    }
  }
}
