package org.gradienttransport.udfs.scaling.time;

import static org.gradienttransport.udfs.scaling.time.FloorCurve.FLOOR;
import static org.gradienttransport.udfs.scaling.time.FloorCurve.GAMMA;
import static org.gradienttransport.udfs.scaling.time.FloorCurve.LN_C;

import java.util.Arrays;
import org.gradienttransport.udfs.fit.StraightLine;

/**
 * The minimum under 0 <= L_inf <= min L and .001 <= g <= 3: by Levenberg-Marquardt from every
 * listed start, and on each bound, where a free search would leave the region.
 */
final class FloorSearch {
  static final double MIN_GAMMA = 0.001;
  static final double MAX_GAMMA = 3.0;

  private static final double[] FLOOR_STARTS = {0.999, 0.98, 0.9, 0.7, 0.4, 0.1, 0.01};
  private static final double[] GAMMA_STARTS = {0.1, 0.2, 1.0 / 3.0, 0.5, 0.8};

  private final double meanX;
  private final double least;
  private final double[] x;
  private final double[] lnLoss;
  private final FloorCurve curve;

  FloorSearch(TimePoints points) {
    this.meanX = Arrays.stream(points.lnX()).average().orElseThrow();
    this.least = Arrays.stream(points.loss()).min().orElseThrow();
    this.x = Arrays.stream(points.lnX()).map(lnX -> lnX - meanX).toArray();
    this.lnLoss = Arrays.stream(points.loss()).map(loss -> StrictMath.log(loss / least)).toArray();
    this.curve = new FloorCurve(x, lnLoss);
  }

  /**
   * A point of the region.
   *
   * @param lnC as in {@link FloorCurve}
   * @param gamma g
   * @param floor L_inf over the least loss
   * @param squares sum of squared residuals of ln L
   */
  record Found(double lnC, double gamma, double floor, double squares) {
    private static Found better(Found one, Found other) {
      return other.squares < one.squares ? other : one;
    }

    private double[] theta() {
      return new double[] {lnC, gamma, floor};
    }
  }

  /** The least sum of squares in the region. */
  Found least() {
    Found best = withoutFloor();
    best = Found.better(best, at(MIN_GAMMA));
    best = Found.better(best, at(MAX_GAMMA));
    for (double gamma : GAMMA_STARTS) {
      best = Found.better(best, kept(curve.minimise(start(gamma, 1.0), LN_C, GAMMA)));
      for (double floor : FLOOR_STARTS) {
        best = Found.better(best, kept(curve.minimise(start(gamma, floor), LN_C, GAMMA, FLOOR)));
      }
    }
    return best.floor > 0.0 && best.floor < 1.0
        ? Found.better(best, kept(curve.minimise(best.theta(), LN_C, GAMMA, FLOOR)))
        : best;
  }

  /** The least sum of squares at one g. */
  Found at(double gamma) {
    Found best = found(start(gamma, 0.0));
    best = Found.better(best, kept(curve.minimise(start(gamma, 1.0), LN_C)));
    best = Found.better(best, kept(curve.minimise(linearStart(gamma), LN_C, FLOOR)));
    return Found.better(best, kept(curve.minimise(start(gamma, 0.5), LN_C, FLOOR)));
  }

  /** c at x = 1, in the unit of the loss. */
  double factor(Found found) {
    return least * StrictMath.exp(found.lnC + found.gamma * meanX);
  }

  /** L_inf in the unit of the loss. */
  double floor(Found found) {
    return least * found.floor;
  }

  FloorCurve curve() {
    return curve;
  }

  private Found withoutFloor() {
    double gamma = -StraightLine.through(x, lnLoss).slope();
    return found(start(Math.max(MIN_GAMMA, Math.min(MAX_GAMMA, gamma)), 0.0));
  }

  // The best c for a given g and floor: to first order, and exactly without a floor.
  private double[] start(double gamma, double floor) {
    double sum = 0.0;
    for (int i = 0; i < x.length; i++) {
      double above = floor > 0.0 ? lnAbove(floor, lnLoss[i]) : lnLoss[i];
      sum += above + gamma * x[i];
    }
    return new double[] {sum / x.length, gamma, floor};
  }

  private static double lnAbove(double floor, double lnLoss) {
    double loss = StrictMath.exp(lnLoss);
    return StrictMath.log(Math.max(loss - floor, 1e-6 * loss));
  }

  // At a given g the curve is linear in c and L_inf: least squares of its relative error.
  private double[] linearStart(double gamma) {
    double zz = 0.0;
    double zo = 0.0;
    double oo = 0.0;
    double z1 = 0.0;
    double o1 = 0.0;
    for (int i = 0; i < x.length; i++) {
      double o = StrictMath.exp(-lnLoss[i]);
      double z = o * StrictMath.exp(-gamma * x[i]);
      zz += z * z;
      zo += z * o;
      oo += o * o;
      z1 += z;
      o1 += o;
    }
    double determinant = zz * oo - zo * zo;
    double c = (z1 * oo - o1 * zo) / determinant;
    double floor = (o1 * zz - z1 * zo) / determinant;
    return c > 0.0 && floor > 0.0 && floor < 1.0
        ? new double[] {StrictMath.log(c), gamma, floor}
        : start(gamma, floor < 1.0 ? 0.01 : 0.999);
  }

  private Found found(double[] theta) {
    return new Found(theta[LN_C], theta[GAMMA], theta[FLOOR], curve.squares(theta));
  }

  // What lies outside the region counts for nothing: its bounds are searched on their own.
  private Found kept(double[] theta) {
    boolean inside =
        theta[GAMMA] >= MIN_GAMMA
            && theta[GAMMA] <= MAX_GAMMA
            && theta[FLOOR] >= 0.0
            && theta[FLOOR] <= 1.0;
    Found found = found(theta);
    return inside && Double.isFinite(found.squares)
        ? found
        : new Found(found.lnC, found.gamma, found.floor, Double.POSITIVE_INFINITY);
  }
}
