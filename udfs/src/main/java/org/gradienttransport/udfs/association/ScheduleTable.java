package org.gradienttransport.udfs.association;

import java.util.Arrays;
import org.gradienttransport.udfs.window.StepSeries;

final class ScheduleTable implements LearningRateSchedule {
  private final long[] steps;
  private final double[] rates;

  private ScheduleTable(long[] steps, double[] rates) {
    this.steps = steps;
    this.rates = rates;
  }

  static ScheduleTable of(StepSeries series) {
    return new ScheduleTable(series.steps(), series.values());
  }

  @Override
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
