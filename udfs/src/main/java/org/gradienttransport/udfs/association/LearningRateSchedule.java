package org.gradienttransport.udfs.association;

import org.gradienttransport.udfs.window.StepSeries;

/**
 * The learning rate at each training step. Only its shape over the steps matters to a partial
 * correlation, not its unit.
 */
public sealed interface LearningRateSchedule
    permits ConstantSchedule, WarmupSchedule, ScheduleTable {

  /**
   * The learning rate at a step; 0 at the first step of a warm-up.
   *
   * @param step training step, not negative
   * @throws IllegalArgumentException if the step is negative, or a table does not have it
   */
  double eta(long step);

  /** The same rate at every step. */
  static LearningRateSchedule constant(double rate) {
    return new ConstantSchedule(rate);
  }

  /**
   * Linear warm-up from 0 at step 0 to the peak, then linear to 0. Pico-LM: 3e-4, 2,500, 200,000.
   *
   * @param peak highest rate, positive
   * @param warmupSteps step at which the peak is reached, may be 0
   * @param totalSteps step at which the rate ends, after the warm-up
   */
  static LearningRateSchedule warmupLinear(double peak, long warmupSteps, long totalSteps) {
    return new WarmupSchedule(WarmupSchedule.Decay.LINEAR, peak, 0.0, warmupSteps, totalSteps);
  }

  /**
   * Linear warm-up from 0 at step 0 to the peak, then half a cosine to the floor. Pythia: 1e-3,
   * 6e-4 or 3e-4, a tenth of it, 1,430, 143,000.
   *
   * @param peak highest rate, positive
   * @param floor rate at and after the last step
   * @param warmupSteps step at which the peak is reached, may be 0
   * @param totalSteps step at which the floor is reached, after the warm-up
   */
  static LearningRateSchedule warmupCosine(
      double peak, double floor, long warmupSteps, long totalSteps) {
    return new WarmupSchedule(WarmupSchedule.Decay.COSINE, peak, floor, warmupSteps, totalSteps);
  }

  /** Rates at listed steps; other steps are refused, never interpolated. */
  static LearningRateSchedule table(StepSeries rates) {
    return ScheduleTable.of(rates);
  }
}
