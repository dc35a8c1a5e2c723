package org.gradienttransport.udfs.scaling.time;

import java.util.OptionalDouble;
import org.gradienttransport.udfs.resample.Interval;

/**
 * L = c x^-gamma + L_inf, fitted.
 *
 * @param c factor at x = 1, nats per token
 * @param gamma exponent of time
 * @param stdError standard error of gamma with L_inf free, points - 3 degrees of freedom; absent
 *     without a floor
 * @param interval 95 % interval of gamma by profile: all g with n ln(SSE(g) / SSE) at most 3.8415.
 *     It ends at .001 or 3 where the profile does not leave it before
 * @param floor L_inf, nats per token; absent where it is not identified
 * @param squares SSE, sum of squared residuals of ln L
 * @param squaresAtOneThird SSE with gamma fixed at 1/3, c and L_inf free
 * @param thirdInside whether 1/3 lies in the interval: no proof of the law, which also asks for the
 *     mechanism behind it
 */
public record TimeLaw(
    double c,
    double gamma,
    OptionalDouble stdError,
    Interval interval,
    OptionalDouble floor,
    double squares,
    double squaresAtOneThird,
    boolean thirdInside) {

  /** L at x. */
  public double at(double x) {
    return c * StrictMath.pow(x, -gamma) + floor.orElse(0.0);
  }
}
