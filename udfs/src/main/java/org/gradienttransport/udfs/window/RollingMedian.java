package org.gradienttransport.udfs.window;

import java.util.Arrays;

/** Centred rolling median; for plots and for finding windows, never for published values. */
public final class RollingMedian {
  /** Width of the rolling medians in the paper's plots, in steps. */
  public static final int PAPER_WIDTH = 11;

  private RollingMedian() {}

  /**
   * The median of the width values centred on each one; near the ends of the half that is there, so
   * the result has the length of the input [ours].
   *
   * @param values finite values
   * @param width odd number of values
   * @throws IllegalArgumentException if the width is not odd and positive or a value is not finite
   */
  public static double[] centred(double[] values, int width) {
    if (width < 1 || width % 2 == 0) {
      throw new IllegalArgumentException("width must be odd and positive, got " + width);
    }
    WindowStatistics.requireFinite(values);
    int half = width / 2;
    double[] medians = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      int from = Math.max(0, i - half);
      int to = Math.min(values.length, i + half + 1);
      medians[i] = WindowStatistics.median(Arrays.copyOfRange(values, from, to));
    }
    return medians;
  }
}
