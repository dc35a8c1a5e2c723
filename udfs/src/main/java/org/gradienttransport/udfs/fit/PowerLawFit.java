package org.gradienttransport.udfs.fit;

import org.gradienttransport.schemas.vocabulary.FitStatus;

/**
 * A straight line in log-log: log y = slope * log N + intercept, natural logarithms.
 *
 * @param slope the exponent; null unless the status is OK
 * @param stdError standard error of the slope with points - 2 degrees of freedom; null unless OK
 * @param intercept log of the prefactor; null unless OK
 * @param r2 coefficient of determination in [0, 1]; null unless OK, and null when all y are equal
 *     (nothing to explain is not a perfect fit)
 * @param points number of scales offered to the fit
 * @param status why there are numbers, or none
 */
public record PowerLawFit(
    Double slope, Double stdError, Double intercept, Double r2, int points, FitStatus status) {

  static PowerLawFit none(int points, FitStatus status) {
    return new PowerLawFit(null, null, null, null, points, status);
  }

  /** Whether the fit has numbers. */
  public boolean fitted() {
    return status == FitStatus.OK;
  }
}
