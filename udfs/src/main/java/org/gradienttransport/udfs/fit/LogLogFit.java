package org.gradienttransport.udfs.fit;

import org.gradienttransport.schemas.vocabulary.FitStatus;

/** Ordinary least squares of log y on log N (METHOD section 2, Eqs. 5-8). */
public final class LogLogFit {
  /** Fewest scales that make a fit [paper]; those of one N count once [ours]. */
  public static final int MIN_SCALES = 3;

  private LogLogFit() {}

  /**
   * Fits y = exp(intercept) * N^slope. The result is the same, bit for bit, in whatever order the
   * scales come.
   *
   * @param n sizes, positive
   * @param y observable at each size, positive, any unit
   * @return a fit, or a status that says why there is none
   * @throws IllegalArgumentException if lengths differ or a value is not positive and finite
   */
  public static PowerLawFit of(double[] n, double[] y) {
    return of(LogLogPoints.of(n, y));
  }

  static PowerLawFit of(LogLogPoints points) {
    int sizes = points.sizes();
    if (points.size() >= MIN_SCALES && sizes == 1) {
      return PowerLawFit.none(points.size(), FitStatus.NO_SPREAD);
    }
    if (sizes < MIN_SCALES) {
      return PowerLawFit.none(points.size(), FitStatus.TOO_FEW_SCALES);
    }
    StraightLine line = StraightLine.through(points.x(), points.y());
    return new PowerLawFit(
        line.slope(),
        line.slopeStdError(),
        line.intercept(),
        line.r2(),
        points.size(),
        FitStatus.OK);
  }
}
