package org.gradienttransport.udfs.association;

record WarmupSchedule(Decay decay, double peak, double floor, long warmupSteps, long totalSteps)
    implements LearningRateSchedule {

  enum Decay {
    LINEAR,
    COSINE
  }

  WarmupSchedule {
    if (!(peak > 0.0) || Double.isInfinite(peak) || !(floor >= 0.0 && floor <= peak)) {
      throw new IllegalArgumentException(
          "a schedule needs a positive peak and a floor between 0 and it, got peak "
              + peak
              + " and floor "
              + floor);
    }
    if (warmupSteps < 0 || totalSteps <= warmupSteps) {
      throw new IllegalArgumentException(
          "a schedule must end after its warm-up, got warm-up "
              + warmupSteps
              + " and total "
              + totalSteps);
    }
  }

  @Override
  public double eta(long step) {
    requireStep(step);
    if (step < warmupSteps) {
      return peak * step / warmupSteps;
    }
    double done = Math.min(1.0, (double) (step - warmupSteps) / (totalSteps - warmupSteps));
    return floor + (peak - floor) * left(done);
  }

  private double left(double done) {
    return switch (decay) {
      case LINEAR -> 1.0 - done;
      case COSINE -> 0.5 * (1.0 + StrictMath.cos(Math.PI * done));
    };
  }

  static void requireStep(long step) {
    if (step < 0) {
      throw new IllegalArgumentException("a training step must not be negative, got " + step);
    }
  }
}
