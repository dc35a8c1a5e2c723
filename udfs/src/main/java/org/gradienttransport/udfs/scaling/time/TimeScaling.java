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

  /**
   * Fits L = c x^-gamma + L_inf to rows in any order.
   *
   * @param x what a clock shows, positive
   * @param loss nats per token, positive, one per x
   * @throws IllegalArgumentException if lengths differ or a number has no logarithm
   */
  public static TimeScaling of(double[] x, double[] loss) {
    return refusal(x, loss).orElseGet(() -> of(x, loss, TimeSearch.of(x, loss)));
  }

  /** Why rows are not fitted; empty for those that are. Arguments as of a fit. */
  public static Optional<TimeScaling> refusal(double[] x, double[] loss) {
    TimePoints points = TimePoints.of(x, loss);
    if (points.distinct() <= PARAMETERS) {
      return Optional.of(
          none(
              LawStatus.TOO_FEW,
              points.distinct() + " different times are not enough for three parameters.",
              points,
              x,
              loss));
    }
    return StraightLine.allEqual(points.loss())
        ? Optional.of(
            none(LawStatus.REFUSED, "The loss is the same at all times.", points, x, loss))
        : Optional.empty();
  }

  /**
   * What a search means.
   *
   * @param found by the search of the same rows
   */
  public static TimeScaling of(double[] x, double[] loss, TimeSearch found) {
    TimePoints points = TimePoints.of(x, loss);
    if (found.atLeastLoss()) {
      return none(
          LawStatus.EDGE,
          "The best floor is the least loss itself: the loss stops falling before the window ends.",
          points,
          x,
          loss);
    }
    if (found.atBoundOfGamma()) {
      return none(
          LawStatus.EDGE,
          "The best exponent lies at a bound of the search, "
              + found.gamma()
              + ": the loss does not fall as a power of time.",
          points,
          x,
          loss);
    }
    boolean noFloor = found.floor() < NO_FLOOR;
    return new TimeScaling(
        noFloor ? LawStatus.NO_FLOOR : LawStatus.OK,
        message(noFloor, points.size()),
        x.length,
        points.size(),
        Optional.of(law(points, found, noFloor)),
        plainSlope(x, loss));
  }

  private static TimeLaw law(TimePoints points, TimeSearch found, boolean noFloor) {
    FloorSearch search = new FloorSearch(points);
    Found best = found.best();
    TimeSearch.Profiled profile = found.profile().orElseThrow();
    return new TimeLaw(
        search.factor(best),
        best.gamma(),
        noFloor ? OptionalDouble.empty() : stdError(search.curve(), best, points.size()),
        profile.interval(),
        noFloor ? OptionalDouble.empty() : OptionalDouble.of(search.floor(best)),
        best.squares(),
        profile.squaresAtOneThird(),
        profile.interval().contains(ONE_THIRD));
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

  private static OptionalDouble plainSlope(double[] x, double[] loss) {
    TimePoints rows = TimePoints.rows(x, loss);
    if (rows.distinct() < 2) {
      return OptionalDouble.empty();
    }
    double[] lnLoss = Arrays.stream(rows.loss()).map(StrictMath::log).toArray();
    return OptionalDouble.of(-StraightLine.through(rows.lnX(), lnLoss).slope());
  }

  private static TimeScaling none(
      LawStatus status, String message, TimePoints points, double[] x, double[] loss) {
    return new TimeScaling(
        status, message, x.length, points.size(), Optional.empty(), plainSlope(x, loss));
  }
}
