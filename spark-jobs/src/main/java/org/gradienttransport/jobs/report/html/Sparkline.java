package org.gradienttransport.jobs.report.html;

import java.util.Arrays;

/** A curve in one line of text. */
final class Sparkline {
  private static final String BLOCKS = "▁▂▃▄▅▆▇█";

  private Sparkline() {}

  /**
   * Block letters, low to high. Where there are more values than letters, each letter is the mean
   * of the values it stands for.
   *
   * @param values in order
   * @param width most letters
   * @throws IllegalArgumentException if there are no values
   */
  static String of(double[] values, int width) {
    if (values.length == 0) {
      throw new IllegalArgumentException("a sparkline needs at least one value");
    }
    double least = Arrays.stream(values).min().getAsDouble();
    double most = Arrays.stream(values).max().getAsDouble();
    int count = Math.min(width, values.length);
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) i * values.length / count);
      int to = (int) ((long) (i + 1) * values.length / count);
      double mean = Arrays.stream(values, from, to).average().getAsDouble();
      double height = most > least ? (mean - least) / (most - least) : 0.5;
      letters.append(BLOCKS.charAt((int) Math.min(7, Math.floor(height * 8))));
    }
    return letters.toString();
  }
}
