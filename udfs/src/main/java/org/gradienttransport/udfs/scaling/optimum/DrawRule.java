package org.gradienttransport.udfs.scaling.optimum;

import java.util.stream.IntStream;
import org.gradienttransport.udfs.scaling.fit.Bootstrap;
import org.gradienttransport.udfs.scaling.fit.BootstrapIndices;

/**
 * How the replicates of an interval are drawn among rows or curves in table order (source, run, D),
 * so that no thread, partition or executor has a say.
 */
public enum DrawRule {
  /**
   * As many rows as there are, with replacement (METHOD-SCALING section 4). Places are counted
   * within a group, so budgets of equal size are drawn alike: intervals of an exponent over budgets
   * cover closer to what they say than if each budget were drawn on its own (measured on 1,000
   * sweeps at nominal 80 %: 78 to 80 against 88).
   */
  CASES(Bootstrap.REPLICATES) {
    @Override
    int[] draw(int[] rows, long seed, int replicate) {
      return IntStream.of(BootstrapIndices.of(seed, replicate, rows.length))
          .map(place -> rows[place])
          .toArray();
    }
  },
  /** 80 % of the rows without replacement, 100 draws (Hoffmann et al. 2022, Table 2). */
  EIGHTY_PERCENT(100) {
    @Override
    int[] draw(int[] rows, long seed, int replicate) {
      return Subsample.of(rows, (int) Math.round(0.8 * rows.length), seed, replicate);
    }
  };

  private final int replicates;

  DrawRule(int replicates) {
    this.replicates = replicates;
  }

  /** Replicates unless asked otherwise. */
  public int replicates() {
    return replicates;
  }

  /**
   * Rows of one replicate.
   *
   * @param rows positions in the table, ascending
   */
  abstract int[] draw(int[] rows, long seed, int replicate);
}
