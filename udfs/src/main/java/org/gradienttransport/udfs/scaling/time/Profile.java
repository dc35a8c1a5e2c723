package org.gradienttransport.udfs.scaling.time;

import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.gradienttransport.udfs.resample.Interval;
import org.gradienttransport.udfs.scaling.time.FloorSearch.Found;

/**
 * How the sum of squares rises about its minimum when g moves and c and L_inf follow.
 *
 * @param best the minimum
 * @param points number of points fitted
 */
record Profile(FloorSearch search, Found best, int points) {
  // 95 % of chi-squared with one degree of freedom.
  private static final double THRESHOLD = 3.8415;
  private static final double ACCURACY = 1e-10;
  private static final double FIRST_STEP = 1e-3;
  // Residuals of 1e-12 are rounding: nothing is left to be uncertain about.
  private static final double EXACT = 1e-24;

  /** The connected interval about the minimum. */
  Interval interval() {
    if (isExact()) {
      return new Interval(best.gamma(), best.gamma());
    }
    return new Interval(
        bound(-FIRST_STEP, FloorSearch.MIN_GAMMA), bound(FIRST_STEP, FloorSearch.MAX_GAMMA));
  }

  private boolean isExact() {
    return best.squares() <= EXACT * points;
  }

  private double excess(double gamma) {
    double ratio = search.at(gamma).squares() / best.squares();
    return points * StrictMath.log(ratio) - THRESHOLD;
  }

  private double bound(double firstStep, double limit) {
    double inside = best.gamma();
    double step = firstStep;
    while (true) {
      double next = inside + step;
      boolean isLimit = step < 0.0 ? next <= limit : next >= limit;
      double outside = isLimit ? limit : next;
      if (excess(outside) > 0.0) {
        return crossing(Math.min(inside, outside), Math.max(inside, outside));
      }
      if (isLimit) {
        return limit;
      }
      inside = outside;
      step *= 2.0;
    }
  }

  private double crossing(double low, double high) {
    return new BrentSolver(ACCURACY).solve(200, this::excess, low, high);
  }
}
