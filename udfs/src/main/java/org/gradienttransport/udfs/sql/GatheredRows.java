package org.gradienttransport.udfs.sql;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows one aggregate has seen, as columns of 64-bit numbers: what partial aggregation passes
 * on. Kept whole, because sums made per partition would depend on the partitioning; of more rows
 * than a limit, those whose {@link RowDraw} is least, whatever the order and the partitions.
 */
final class GatheredRows {
  private final List<Cell> types;
  private final int width;
  private final int most;
  private long[] cells;
  private int used;
  private long seen;

  /**
   * No rows yet.
   *
   * @param most limit; up to twice as many are held while they are gathered
   */
  GatheredRows(List<Cell> types, int most) {
    this(types, most, new long[16 * types.size()]);
    this.used = 0;
    this.seen = 0;
  }

  private GatheredRows(List<Cell> types, int most, long[] cells) {
    this.types = types;
    this.width = types.size();
    this.most = most;
    this.cells = cells;
    this.used = cells.length;
    this.seen = size();
  }

  /** Number of columns. */
  int width() {
    return width;
  }

  /** Number of rows. */
  int size() {
    return used / width;
  }

  /** Number of rows that were added, kept or not. */
  long seen() {
    return seen;
  }

  void add(long[] row) {
    makeRoom(width);
    System.arraycopy(row, 0, cells, used, width);
    used += width;
    seen++;
    limitTo(2L * most);
  }

  void addAll(GatheredRows others) {
    makeRoom(others.used);
    System.arraycopy(others.cells, 0, cells, used, others.used);
    used += others.used;
    seen += others.seen;
    limitTo(2L * most);
  }

  /** These rows, without those beyond the limit. */
  GatheredRows limited() {
    limitTo(most);
    return this;
  }

  private void limitTo(long held) {
    if (size() <= held) {
      return;
    }
    long[] draws = RowDraw.of(types, cells, size());
    Comparator<Integer> order = (a, b) -> Long.compareUnsigned(draws[a], draws[b]);
    for (int column = 0; column < width; column++) {
      order = order.thenComparing(comparing(column));
    }
    cells =
        at(IntStream.range(0, size())
                .boxed()
                .sorted(order)
                .limit(most)
                .mapToInt(Integer::intValue)
                .toArray())
            .cells;
    used = cells.length;
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
    return new GatheredRows(types, most, copy);
  }

  private Comparator<Integer> comparing(int column) {
    return (a, b) ->
        types.get(column).compare(cells[a * width + column], cells[b * width + column]);
  }

  byte[] toBytes() {
    limitTo(most);
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(1 + used, Long.BYTES));
    bytes.asLongBuffer().put(seen).put(cells, 0, used);
    return bytes.array();
  }

  static GatheredRows ofBytes(List<Cell> types, int most, byte[] bytes) {
    LongBuffer numbers = ByteBuffer.wrap(bytes).asLongBuffer();
    long seen = numbers.get();
    long[] cells = new long[numbers.remaining()];
    numbers.get(cells);
    GatheredRows rows = new GatheredRows(types, most, cells);
    rows.seen = seen;
    return rows;
  }
}
