package org.gradienttransport.udfs.window;

import org.apache.commons.math3.stat.StatUtils;

/**
 * How a window mean moves when one bound moves by two of the family's aligned steps [ours].
 *
 * @param fromEarlier mean with the first bound two steps earlier, minus the mean; null where the
 *     run does not reach or nothing would be left (so for all)
 * @param fromLater the same with the first bound two steps later
 * @param toEarlier the same with the last bound two steps earlier
 * @param toLater the same with the last bound two steps later
 * @param largest largest absolute change of these; null if none exists
 */
public record BoundSensitivity(
    Double fromEarlier, Double fromLater, Double toEarlier, Double toLater, Double largest) {
  /** Aligned steps that a bound is moved by. */
  public static final int SHIFT = 2;

  /**
   * Moves each bound of the window in turn.
   *
   * @param run the quantity over the whole run, not only the window
   * @return null if the window holds none of the series' steps
   */
  public static BoundSensitivity of(StepSeries run, StableWindow window) {
    long[] steps = run.steps();
    double[] values = run.values();
    int first = 0;
    while (first < steps.length && steps[first] < window.from()) {
      first++;
    }
    int end = first;
    while (end < steps.length && steps[end] <= window.to()) {
      end++;
    }
    if (first == end) {
      return null;
    }
    double mean = mean(values, first, end);
    return of(
        shift(values, first - SHIFT, end, mean),
        shift(values, first + SHIFT, end, mean),
        shift(values, first, end - SHIFT, mean),
        shift(values, first, end + SHIFT, mean));
  }

  private static BoundSensitivity of(
      Double fromEarlier, Double fromLater, Double toEarlier, Double toLater) {
    Double largest = null;
    for (Double change : new Double[] {fromEarlier, fromLater, toEarlier, toLater}) {
      if (change != null && (largest == null || Math.abs(change) > largest)) {
        largest = Math.abs(change);
      }
    }
    return new BoundSensitivity(fromEarlier, fromLater, toEarlier, toLater, largest);
  }

  private static Double shift(double[] values, int first, int end, double mean) {
    boolean possible = first >= 0 && end <= values.length && first < end;
    return possible ? mean(values, first, end) - mean : null;
  }

  private static double mean(double[] values, int first, int end) {
    return StatUtils.mean(values, first, end - first);
  }
}
