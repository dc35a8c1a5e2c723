package org.gradienttransport.udfs.scaling.time;

/** Pythia's learning rate: linear for 1,430 steps, then a cosine to a tenth at 143,000. */
final class PythiaSchedule {
  static final long WARM_UP = 1_430;
  static final long LAST = 143_000;

  private PythiaSchedule() {}

  /** Learning rate of a step over its peak. */
  static double overPeak(long step) {
    if (step <= WARM_UP) {
      return (double) step / WARM_UP;
    }
    double share = (double) (step - WARM_UP) / (LAST - WARM_UP);
    return 0.1 + 0.45 * (1.0 + StrictMath.cos(Math.PI * share));
  }
}
