package org.gradienttransport.udfs.window;

import java.util.Arrays;
import org.gradienttransport.udfs.fit.StraightLine;

/**
 * Straight-line drift of a quantity inside a window.
 *
 * @param slopePerStep change per training step
 * @param stdError its standard error if steps were independent; null for two steps
 * @param total change over the window on the fitted line
 */
public record Drift(double slopePerStep, Double stdError, double total) {

  /**
   * Fits value = a + slope * step.
   *
   * @return null below two steps
   */
  public static Drift of(StepSeries window) {
    if (window.size() < 2) {
      return null;
    }
    long[] steps = window.steps();
    double[] x = Arrays.stream(steps).mapToDouble(step -> (double) step).toArray();
    StraightLine line = StraightLine.through(x, window.values());
    double length = (double) (steps[steps.length - 1] - steps[0]);
    return new Drift(line.slope(), line.slopeStdError(), line.slope() * length);
  }
}
