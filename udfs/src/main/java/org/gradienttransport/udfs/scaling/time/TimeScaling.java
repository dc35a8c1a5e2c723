package org.gradienttransport.udfs.scaling.time;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularMatrixException;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.udfs.fit.StraightLine;
import org.gradienttransport.udfs.resample.Interval;
import org.gradienttransport.udfs.scaling.time.FloorSearch.Found;

/**
 * How the loss of one run falls with one clock, or why that cannot be said (METHOD-SCALING section
 * 5).
 *
 * @param status OK; NO_FLOOR, with a law whose floor is absent; EDGE, TOO_FEW or REFUSED without
 * @param message a sentence, empty where there is nothing to say
 * @param rows losses given
 * @param points what was fitted: rows, or their bins
 * @param law where status is OK or NO_FLOOR
 * @param plainSlope slope of ln L on -ln x over all rows, an exponent without a floor; absent where
 *     x does not vary
 */
public record TimeScaling(
    LawStatus status,
    String message,
    int rows,
    int points,
    Optional<TimeLaw> law,
    OptionalDouble plainSlope) {

  /** The exponent that the paper claims. */
  public static final double ONE_THIRD = 1.0 / 3.0;

  private static final int PARAMETERS = 3;
  private static final double NO_FLOOR = 1e-6;
  private static final double AT_LEAST_LOSS = 1e-9;

  /**
   * Fits L = c x^-gamma + L_inf to rows in any order.
   *
   * @param x what a clock shows, positive
   * @param loss nats per token, positive, one per x
   * @throws IllegalArgumentException if lengths differ or a number has no logarithm
   */
  public static TimeScaling of(double[] x, double[] loss) {
    TimePoints rows = TimePoints.rows(x, loss);
    TimePoints points = rows.binnedWhereMany();
    OptionalDouble slope = plainSlope(rows);
    if (points.distinct() <= PARAMETERS) {
      return none(
          LawStatus.TOO_FEW,
          points.distinct() + " different times are not enough for three parameters.",
          points,
          x.length,
          slope);
    }
    if (StraightLine.allEqual(points.loss())) {
      return none(LawStatus.REFUSED, "The loss is the same at all times.", points, x.length, slope);
    }
    return fitted(points, x.length, slope);
  }

  private static TimeScaling fitted(TimePoints points, int rows, OptionalDouble slope) {
    FloorSearch search = new FloorSearch(points);
    Found best = search.least();
    if (best.floor() >= 1.0 - AT_LEAST_LOSS) {
      return none(
          LawStatus.EDGE,
          "The best floor is the least loss itself: the loss stops falling before the window ends.",
          points,
          rows,
          slope);
    }
    if (best.gamma() <= FloorSearch.MIN_GAMMA || best.gamma() >= FloorSearch.MAX_GAMMA) {
      return none(
          LawStatus.EDGE,
          "The best exponent lies at a bound of the search, "
              + best.gamma()
              + ": the loss does not fall as a power of time.",
          points,
          rows,
          slope);
    }
    boolean noFloor = best.floor() < NO_FLOOR;
    return new TimeScaling(
        noFloor ? LawStatus.NO_FLOOR : LawStatus.OK,
        message(noFloor, points.size()),
        rows,
        points.size(),
        Optional.of(law(search, best, points.size(), noFloor)),
        slope);
  }

  private static TimeLaw law(FloorSearch search, Found best, int points, boolean noFloor) {
    Interval interval = new Profile(search, best, points).interval();
    return new TimeLaw(
        search.factor(best),
        best.gamma(),
        noFloor ? OptionalDouble.empty() : stdError(search.curve(), best, points),
        interval,
        noFloor ? OptionalDouble.empty() : OptionalDouble.of(search.floor(best)),
        best.squares(),
        search.at(ONE_THIRD).squares(),
        interval.contains(ONE_THIRD));
  }

  private static OptionalDouble stdError(FloorCurve curve, Found best, int points) {
    double[] theta = {best.lnC(), best.gamma(), best.floor()};
    RealMatrix jacobian =
        new Array2DRowRealMatrix(
            curve.jacobian(theta, FloorCurve.LN_C, FloorCurve.GAMMA, FloorCurve.FLOOR), false);
    try {
      RealMatrix inverse =
          new LUDecomposition(jacobian.transpose().multiply(jacobian)).getSolver().getInverse();
      double variance =
          inverse.getEntry(FloorCurve.GAMMA, FloorCurve.GAMMA)
              * best.squares()
              / (points - PARAMETERS);
      return OptionalDouble.of(Math.sqrt(Math.max(0.0, variance)));
    } catch (SingularMatrixException e) {
      return OptionalDouble.empty();
    }
  }

  private static String message(boolean noFloor, int points) {
    if (noFloor) {
      return "No floor is identified: the loss still falls as a plain power of time.";
    }
    return points < 2 * PARAMETERS ? "Only " + points + " points for three parameters." : "";
  }

  private static OptionalDouble plainSlope(TimePoints rows) {
    if (rows.distinct() < 2) {
      return OptionalDouble.empty();
    }
    double[] lnLoss = Arrays.stream(rows.loss()).map(StrictMath::log).toArray();
    return OptionalDouble.of(-StraightLine.through(rows.lnX(), lnLoss).slope());
  }

  private static TimeScaling none(
      LawStatus status, String message, TimePoints points, int rows, OptionalDouble slope) {
    return new TimeScaling(status, message, rows, points.size(), Optional.empty(), slope);
  }
}
