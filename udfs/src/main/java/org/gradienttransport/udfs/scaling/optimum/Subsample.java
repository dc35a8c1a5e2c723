package org.gradienttransport.udfs.scaling.optimum;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.gradienttransport.udfs.random.Philox4x32;

/**
 * Draws without replacement [ours]: row i gets the word w, the first two of Philox4x32-10 at
 * counter (i, draw, 0, 12), and those with the least w stay. So a row's chance does not depend on
 * what else is drawn from, and budgets are drawn independently.
 */
final class Subsample {
  // The fourth word of the counter keeps the draws of different purposes apart.
  private static final int PURPOSE = 12;

  private Subsample() {}

  private record Ticket(int row, long word) {}

  /**
   * The rows that stay, in table order.
   *
   * @param rows positions in the table
   * @param kept how many stay, at most all
   */
  static int[] of(int[] rows, int kept, long seed, int draw) {
    Philox4x32 philox = new Philox4x32();
    Comparator<Ticket> byWord = (one, other) -> Long.compareUnsigned(one.word, other.word);
    return IntStream.of(rows)
        .mapToObj(
            row -> {
              philox.draw((int) seed, (int) (seed >>> Integer.SIZE), row, draw, 0, PURPOSE);
              return new Ticket(row, philox.first());
            })
        .sorted(byWord.thenComparingInt(Ticket::row))
        .limit(kept)
        .mapToInt(Ticket::row)
        .sorted()
        .toArray();
  }
}
