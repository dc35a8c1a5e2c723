package org.gradienttransport.udfs.window;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.gradienttransport.udfs.fit.StraightLine;
import org.gradienttransport.udfs.resample.Autocorrelation;

/**
 * Straight-line drift of a quantity inside a window.
 *
 * @param slopePerStep change per training step
 * @param stdError its standard error if steps were independent; null for two steps
 * @param stdErrorAutocorrelated the standard error for as many independent steps as the residuals,
 *     taken as AR(1), are worth [ours]; null for two steps
 * @param total change over the window on the fitted line
 */
public record Drift(
    double slopePerStep, Double stdError, Double stdErrorAutocorrelated, double total) {

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
    Double error = line.slopeStdError();
    return new Drift(
        line.slope(),
        error,
        error == null ? null : error * memory(line, x, window.values()),
        line.slope() * length);
  }

  private static double memory(StraightLine line, double[] x, double[] values) {
    double[] residuals =
        IntStream.range(0, x.length).mapToDouble(i -> values[i] - line.at(x[i])).toArray();
    return Math.sqrt(x.length / Autocorrelation.effectiveValues(residuals));
  }
}
