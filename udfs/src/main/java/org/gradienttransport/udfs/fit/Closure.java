package org.gradienttransport.udfs.fit;

/**
 * Closure of the exponents (METHOD section 2, Eq. 9): beta = D - z and delta = D - z - 1. Algebra
 * when the same points are fitted, so it checks the code and not the world.
 *
 * @param absoluteResidual beta - (D - z); null without fits
 * @param intensiveResidual delta - (D - z - 1); null without fits
 * @param verdict whether closure holds
 */
public record Closure(Double absoluteResidual, Double intensiveResidual, Verdict verdict) {
  /** Closure holds for absolute residuals below this. */
  public static final double BOUND = 1e-10;

  /** Whether closure holds. */
  public enum Verdict {
    HOLDS,
    BROKEN,
    NOT_FITTED
  }

  static Closure of(
      PowerLawFit size, PowerLawFit duration, PowerLawFit absolute, PowerLawFit intensive) {
    if (!(size.fitted() && duration.fitted() && absolute.fitted() && intensive.fitted())) {
      return new Closure(null, null, Verdict.NOT_FITTED);
    }
    double difference = size.slope() - duration.slope();
    double beta = absolute.slope() - difference;
    double delta = intensive.slope() - (difference - 1.0);
    boolean holds = Math.abs(beta) < BOUND && Math.abs(delta) < BOUND;
    return new Closure(beta, delta, holds ? Verdict.HOLDS : Verdict.BROKEN);
  }
}
