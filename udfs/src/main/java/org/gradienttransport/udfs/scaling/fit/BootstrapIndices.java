package org.gradienttransport.udfs.scaling.fit;

import org.gradienttransport.udfs.random.Philox4x32;

/**
 * Which rows a replicate of the case bootstrap draws: a pure function of (seed, replicate,
 * position) (METHOD-SCALING section 4).
 */
public final class BootstrapIndices {
  private static final int PURPOSE = 10;

  private BootstrapIndices() {}

  /**
   * The draw.
   *
   * @param rows number of rows to draw from, as many as are drawn
   * @return positions from 0 to rows - 1, repeats allowed
   */
  public static int[] of(long seed, int replicate, int rows) {
    Philox4x32 philox = new Philox4x32();
    int[] indices = new int[rows];
    for (int i = 0; i < rows; i++) {
      philox.draw((int) seed, (int) (seed >>> Integer.SIZE), i, replicate, 0, PURPOSE);
      indices[i] = (int) highUnsigned(philox.first(), rows);
    }
    return indices;
  }

  /** High 64 bits of an unsigned number times a positive one. */
  private static long highUnsigned(long unsigned, long positive) {
    return Math.multiplyHigh(unsigned, positive) + (unsigned < 0 ? positive : 0);
  }
}
