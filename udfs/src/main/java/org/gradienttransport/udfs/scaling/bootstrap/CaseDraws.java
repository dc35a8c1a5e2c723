package org.gradienttransport.udfs.scaling.bootstrap;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.gradienttransport.udfs.random.Philox4x32;

/**
 * Which rows a replicate has. Rows are counted in table order (source, run, D), so that no thread,
 * partition or executor has a say. Not for use by two threads at once.
 */
public final class CaseDraws {
  /** Seed unless asked otherwise. */
  public static final long SEED = 42L;

  /** Replicates unless asked otherwise. */
  public static final int REPLICATES = 1_000;

  // The fourth word of the counter keeps the draws of different purposes apart.
  private static final int WITH_REPLACEMENT = 10;
  private static final int SUBSAMPLE = 12;

  private final Philox4x32 philox = new Philox4x32();
  private final int key0;
  private final int key1;

  private CaseDraws(int key0, int key1) {
    this.key0 = key0;
    this.key1 = key1;
  }

  /** Draws for one seed. */
  public static CaseDraws of(long seed) {
    return new CaseDraws((int) seed, (int) (seed >>> 32));
  }

  /**
   * The row, 0 to rows - 1, that a replicate has at one place: the high 64 bits of w * rows, with w
   * the first two words of Philox4x32-10 at counter (place, replicate, 0, 10).
   */
  public int index(int place, int replicate, int rows) {
    philox.draw(key0, key1, place, replicate, 0, WITH_REPLACEMENT);
    long word = philox.first();
    // Math.multiplyHigh reads the word as signed; the second term makes it unsigned.
    return (int) (Math.multiplyHigh(word, rows) + ((word >> 63) & rows));
  }

  /**
   * Rows of a replicate, drawn with replacement among some rows of a table, such as a budget's.
   * Places are counted within the group, so groups of equal size are drawn alike: intervals of an
   * exponent over IsoFLOP budgets cover closer to what they say than if each budget were drawn on
   * its own (measured on 1,000 sweeps at nominal 80 %: 78 to 80 against 88).
   *
   * @param rows positions in the table
   */
  public int[] resample(int[] rows, int replicate) {
    return IntStream.range(0, rows.length)
        .map(place -> rows[index(place, replicate, rows.length)])
        .toArray();
  }

  /**
   * Rows of a draw without replacement [ours]: row i gets the word w of counter (i, draw, 0, 12),
   * and the {@code kept} rows with the least w (unsigned; ties by i) stay, in table order.
   *
   * @param rows positions in the table of the rows to choose from
   * @param kept how many stay, at most all
   */
  public int[] subsample(int[] rows, int draw, int kept) {
    record Ticket(int row, long word) {}
    Comparator<Ticket> byWord = (a, b) -> Long.compareUnsigned(a.word, b.word);
    return IntStream.of(rows)
        .mapToObj(row -> new Ticket(row, word(row, draw)))
        .sorted(byWord.thenComparingInt(Ticket::row))
        .limit(kept)
        .mapToInt(Ticket::row)
        .sorted()
        .toArray();
  }

  private long word(int row, int draw) {
    philox.draw(key0, key1, row, draw, 0, SUBSAMPLE);
    return philox.first();
  }
}
