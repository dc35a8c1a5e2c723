package org.gradienttransport.udfs.sql;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows one aggregate has seen, as columns of 64-bit numbers: what partial aggregation passes
 * on. Kept whole, because sums made per partition would depend on the partitioning.
 */
final class Points {
  private final int width;
  private long[] cells;
  private int used;

  Points(int width) {
    this.width = width;
    this.cells = new long[16 * width];
  }

  private Points(int width, long[] cells) {
    this.width = width;
    this.cells = cells;
    this.used = cells.length;
  }

  /** Number of rows. */
  int size() {
    return used / width;
  }

  void add(long[] row) {
    makeRoom(width);
    System.arraycopy(row, 0, cells, used, width);
    used += width;
  }

  void addAll(Points others) {
    makeRoom(others.used);
    System.arraycopy(others.cells, 0, cells, used, others.used);
    used += others.used;
  }

  private void makeRoom(int more) {
    int needed = Math.addExact(used, more);
    if (needed > cells.length) {
      cells = Arrays.copyOf(cells, (int) Math.min(Integer.MAX_VALUE - 8L, 2L * needed));
    }
  }

  long[] longs(int column) {
    return IntStream.range(0, size()).mapToLong(row -> cells[row * width + column]).toArray();
  }

  double[] doubles(int column) {
    return IntStream.range(0, size())
        .mapToDouble(row -> Double.longBitsToDouble(cells[row * width + column]))
        .toArray();
  }

  /** The same rows in the order of their columns, first column first. */
  Points sorted(List<Cell> types) {
    return sortedBy(0, types);
  }

  /** The same rows in the order of one column, then of all columns, first column first. */
  Points sortedBy(int key, List<Cell> types) {
    Comparator<Integer> order = comparing(key, types.get(key));
    for (int column = 0; column < types.size(); column++) {
      order = order.thenComparing(comparing(column, types.get(column)));
    }
    long[] copy = new long[used];
    int[] rows =
        IntStream.range(0, size()).boxed().sorted(order).mapToInt(Integer::intValue).toArray();
    for (int to = 0; to < rows.length; to++) {
      System.arraycopy(cells, rows[to] * width, copy, to * width, width);
    }
    return new Points(width, copy);
  }

  private Comparator<Integer> comparing(int column, Cell type) {
    return (a, b) -> type.compare(cells[a * width + column], cells[b * width + column]);
  }

  byte[] toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(used, Long.BYTES));
    bytes.asLongBuffer().put(cells, 0, used);
    return bytes.array();
  }

  static Points ofBytes(int width, byte[] bytes) {
    long[] cells = new long[bytes.length / Long.BYTES];
    ByteBuffer.wrap(bytes).asLongBuffer().get(cells);
    return new Points(width, cells);
  }
}
