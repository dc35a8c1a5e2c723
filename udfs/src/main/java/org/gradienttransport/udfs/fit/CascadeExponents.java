package org.gradienttransport.udfs.fit;

import org.gradienttransport.schemas.vocabulary.FitStatus;
import org.gradienttransport.schemas.vocabulary.Observable;

/**
 * The four exponents of one step, each fitted on its own over the same scales (METHOD section 2).
 *
 * @param size D, of s (Eq. 5)
 * @param duration z, of n_steps (Eq. 6)
 * @param absolute beta, of v_abs = s / n_steps (Eq. 7)
 * @param intensive delta, of v_rel = s / (N n_steps) (Eq. 8)
 * @param closure residuals of Eq. 9
 */
public record CascadeExponents(
    PowerLawFit size,
    PowerLawFit duration,
    PowerLawFit absolute,
    PowerLawFit intensive,
    Closure closure) {

  /**
   * Fits the four exponents of one step where the scales satisfy a rule. Degenerate fields (s = 0,
   * or the ceiling of 500 relaxation steps) are left out; the order of the scales does not matter
   * to the last bit.
   *
   * @param n field lengths, one per scale
   * @param s cascade sizes
   * @param steps durations in relaxation steps
   * @throws IllegalArgumentException if lengths differ or a number is negative
   */
  public static CascadeExponents of(long[] n, long[] s, int[] steps, FitRule rule) {
    CascadePoints points = CascadePoints.of(n, s, steps, rule);
    PowerLawFit size = fit(points, rule, Observable.SIZE);
    PowerLawFit duration = fit(points, rule, Observable.DURATION);
    PowerLawFit absolute = fit(points, rule, Observable.ABSOLUTE);
    PowerLawFit intensive = fit(points, rule, Observable.INTENSIVE);
    return new CascadeExponents(
        size, duration, absolute, intensive, Closure.of(size, duration, absolute, intensive));
  }

  private static PowerLawFit fit(CascadePoints points, FitRule rule, Observable observable) {
    if (points.size() >= LogLogFit.MIN_SCALES && points.size() < rule.requiredScales()) {
      return PowerLawFit.none(points.size(), FitStatus.INCOMPLETE_GRID);
    }
    return LogLogFit.of(points.n(), points.values(observable));
  }

  /** The fit of one observable. */
  public PowerLawFit fit(Observable observable) {
    return switch (observable) {
      case SIZE -> size;
      case DURATION -> duration;
      case ABSOLUTE -> absolute;
      case INTENSIVE -> intensive;
    };
  }
}
