package org.gradienttransport.udfs.scaling.time;

import java.util.function.LongToDoubleFunction;
import java.util.stream.IntStream;

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
   * warm-up. Where every step from 0 or 1 on has its rate, the exact sum.
   *
   * @param steps ascending, not negative
   * @param rates learning rate at each, not negative; the peak is the largest
   * @param warmUp w, 0 without warm-up
   */
  public static double[] logged(long[] steps, double[] rates, long warmUp) {
    return logged(steps, rates, warmUp, peak(rates));
  }

  /**
   * The same with a known peak, where the first rate was logged after the decay had begun.
   *
   * @param peak rate at the end of the warm-up, positive
   */
  public static double[] logged(long[] steps, double[] rates, long warmUp, double peak) {
    if (steps.length != rates.length) {
      throw new IllegalArgumentException(
          "every step needs its rate, got " + steps.length + " and " + rates.length);
    }
    if (!(peak(rates) <= peak) || warmUp < 0) {
      throw new IllegalArgumentException(
          "no rate exceeds the peak "
              + peak
              + " and no warm-up is negative, got a rate of "
              + peak(rates)
              + " and a warm-up of "
              + warmUp);
    }
    if (isEveryStep(steps)) {
      return exact(step -> rates[(int) (step - steps[0])], steps);
    }
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

  private static boolean isEveryStep(long[] steps) {
    return steps.length > 1
        && (steps[0] == 0 || steps[0] == 1)
        && IntStream.range(1, steps.length).allMatch(i -> steps[i] == steps[i - 1] + 1);
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
