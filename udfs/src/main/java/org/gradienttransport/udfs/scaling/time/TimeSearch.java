package org.gradienttransport.udfs.scaling.time;

import java.util.Optional;
import org.gradienttransport.udfs.resample.Interval;
import org.gradienttransport.udfs.scaling.time.FloorSearch.Found;

/**
 * Where L = c x^-g + L_inf is nearest to some rows: all of a fit that takes time, in the search's
 * own coordinates. What it means is {@link TimeScaling}.
 *
 * @param lnC ln c at the mean ln x of the points, in units of their least loss
 * @param gamma g
 * @param floor L_inf over the least loss
 * @param squares sum of squared residuals of ln L
 * @param profile absent where the best point lies at an edge of the region
 */
public record TimeSearch(
    double lnC, double gamma, double floor, double squares, Optional<Profiled> profile) {
  private static final double AT_LEAST_LOSS = 1e-9;

  /**
   * How the squares rise about the best point.
   *
   * @param interval 95 % interval of g by profile
   * @param squaresAtOneThird sum of squares with g fixed at 1/3
   */
  public record Profiled(Interval interval, double squaresAtOneThird) {}

  /**
   * Searches rows in any order, of which {@link TimeScaling#refusal} refuses none.
   *
   * @param x what a clock shows, positive
   * @param loss nats per token, positive, one per x
   */
  public static TimeSearch of(double[] x, double[] loss) {
    TimePoints points = TimePoints.of(x, loss);
    FloorSearch search = new FloorSearch(points);
    Found best = search.least();
    TimeSearch found = of(best, Optional.empty());
    return found.atLeastLoss() || found.atBoundOfGamma()
        ? found
        : of(
            best,
            Optional.of(
                new Profiled(
                    new Profile(search, best, points.size()).interval(),
                    search.at(TimeScaling.ONE_THIRD).squares())));
  }

  private static TimeSearch of(Found best, Optional<Profiled> profile) {
    return new TimeSearch(best.lnC(), best.gamma(), best.floor(), best.squares(), profile);
  }

  /** Whether the best floor is the least loss itself. */
  boolean atLeastLoss() {
    return floor >= 1.0 - AT_LEAST_LOSS;
  }

  /** Whether the best exponent is the least or the largest that is searched. */
  boolean atBoundOfGamma() {
    return gamma <= FloorSearch.MIN_GAMMA || gamma >= FloorSearch.MAX_GAMMA;
  }

  Found best() {
    return new Found(lnC, gamma, floor, squares);
  }
}
