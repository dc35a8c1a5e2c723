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
final class GatheredRows {
  private final List<Cell> types;
  private final int width;
  private long[] cells;
  private int used;

  GatheredRows(List<Cell> types) {
    this(types, new long[16 * types.size()]);
    this.used = 0;
  }

  private GatheredRows(List<Cell> types, long[] cells) {
    this.types = types;
    this.width = types.size();
    this.cells = cells;
    this.used = cells.length;
  }

  /** Number of columns. */
  int width() {
    return width;
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

  void addAll(GatheredRows others) {
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

  /** The rows sorted by their columns, first column first. */
  GatheredRows sorted() {
    return sortedBy(0);
  }

  /** The rows sorted by one column, then by all columns, first column first. */
  GatheredRows sortedBy(int key) {
    Comparator<Integer> order = comparing(key);
    for (int column = 0; column < width; column++) {
      order = order.thenComparing(comparing(column));
    }
    return at(
        IntStream.range(0, size()).boxed().sorted(order).mapToInt(Integer::intValue).toArray());
  }

  /** The rows at these positions, in their order. */
  GatheredRows at(int[] rows) {
    long[] copy = new long[rows.length * width];
    for (int to = 0; to < rows.length; to++) {
      System.arraycopy(cells, rows[to] * width, copy, to * width, width);
    }
    return new GatheredRows(types, copy);
  }

  private Comparator<Integer> comparing(int column) {
    return (a, b) ->
        types.get(column).compare(cells[a * width + column], cells[b * width + column]);
  }

  byte[] toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(used, Long.BYTES));
    bytes.asLongBuffer().put(cells, 0, used);
    return bytes.array();
  }

  static GatheredRows ofBytes(List<Cell> types, byte[] bytes) {
    long[] cells = new long[bytes.length / Long.BYTES];
    ByteBuffer.wrap(bytes).asLongBuffer().get(cells);
    return new GatheredRows(types, cells);
  }
}
