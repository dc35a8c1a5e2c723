package org.gradienttransport.udfs.association;

record ConstantSchedule(double rate) implements LearningRateSchedule {
  ConstantSchedule {
    if (!(rate >= 0.0) || Double.isInfinite(rate)) {
      throw new IllegalArgumentException(
          "a learning rate must be finite and not negative: " + rate);
    }
  }

  @Override
  public double eta(long step) {
    WarmupSchedule.requireStep(step);
    return rate;
  }
}
