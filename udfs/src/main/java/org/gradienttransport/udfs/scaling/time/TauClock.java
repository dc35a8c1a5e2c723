package org.gradienttransport.udfs.scaling.time;

import java.util.function.LongToDoubleFunction;

/**
 * Time as the sum of the learning rate over the steps 1 to s, in the unit of the rate. Dividing by
 * the peak rate, as the paper does, changes c of a fit and no exponent.
 */
public final class TauClock {
  private TauClock() {}

  /**
   * The exact sum, where the rate of every step is known.
   *
   * @param rate learning rate of a step, from 1 on
   * @param steps ascending, not negative
   */
  public static double[] exact(LongToDoubleFunction rate, long[] steps) {
    double[] tau = new double[steps.length];
    double sum = 0.0;
    long step = 0;
    for (int i = 0; i < steps.length; i++) {
      requireAscending(steps, i);
      while (step < steps[i]) {
        step++;
        sum += rate.applyAsDouble(step);
      }
      tau[i] = sum;
    }
    return tau;
  }

  /**
   * The sum from rates that were logged at some steps: p (s - w / 2) at the first step s >= w after
   * a linear warm-up of w steps to the peak p, then by the trapezoid rule; p s^2 / (2 w) inside the
   * warm-up.
   *
   * @param steps ascending, not negative
   * @param rates learning rate at each, not negative; the peak is the largest
   * @param warmUp w, 0 without warm-up
   */
  public static double[] logged(long[] steps, double[] rates, long warmUp) {
    if (steps.length != rates.length) {
      throw new IllegalArgumentException(
          "every step needs its rate, got " + steps.length + " and " + rates.length);
    }
    double peak = peak(rates);
    double[] tau = new double[steps.length];
    for (int i = 0; i < steps.length; i++) {
      requireAscending(steps, i);
      if (steps[i] < warmUp) {
        tau[i] = peak * steps[i] * steps[i] / (2.0 * warmUp);
      } else if (i == 0 || steps[i - 1] < warmUp) {
        tau[i] = peak * (steps[i] - warmUp / 2.0);
      } else {
        tau[i] = tau[i - 1] + 0.5 * (rates[i - 1] + rates[i]) * (steps[i] - steps[i - 1]);
      }
    }
    return tau;
  }

  private static double peak(double[] rates) {
    double peak = 0.0;
    for (double rate : rates) {
      if (!(rate >= 0.0) || Double.isInfinite(rate)) {
        throw new IllegalArgumentException(
            "a learning rate must be finite and not negative, got " + rate);
      }
      peak = Math.max(peak, rate);
    }
    return peak;
  }

  private static void requireAscending(long[] steps, int i) {
    if (steps[i] < 0 || (i > 0 && steps[i] <= steps[i - 1])) {
      throw new IllegalArgumentException(
          "steps must ascend from 0 without repetition, got " + steps[i] + " at position " + i);
    }
  }
}
