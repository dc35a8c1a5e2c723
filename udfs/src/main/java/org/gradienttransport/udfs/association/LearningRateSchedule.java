package org.gradienttransport.udfs.association;

import java.util.Arrays;
import org.gradienttransport.udfs.window.StepSeries;

/**
 * The learning rate at listed training steps. Only its shape over the steps matters to a partial
 * correlation, not its unit.
 */
public final class LearningRateSchedule {
  private final long[] steps;
  private final double[] rates;

  private LearningRateSchedule(long[] steps, double[] rates) {
    this.steps = steps;
    this.rates = rates;
  }

  /** A schedule of known rates; steps between them are refused, never interpolated. */
  public static LearningRateSchedule table(StepSeries rates) {
    return new LearningRateSchedule(rates.steps(), rates.values());
  }

  /**
   * The learning rate at a training step.
   *
   * @throws IllegalArgumentException if the table does not have the step
   */
  public double eta(long step) {
    int position = Arrays.binarySearch(steps, step);
    if (position < 0) {
      throw new IllegalArgumentException(
          "the learning-rate table has no step "
              + step
              + "; add it, or leave the step out of the association");
    }
    return rates[position];
  }
}
