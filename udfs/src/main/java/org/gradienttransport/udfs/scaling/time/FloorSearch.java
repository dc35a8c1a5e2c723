package org.gradienttransport.udfs.scaling.time;

import static org.gradienttransport.udfs.scaling.time.FloorCurve.GAMMA;
import static org.gradienttransport.udfs.scaling.time.FloorCurve.LN_C;
import static org.gradienttransport.udfs.scaling.time.FloorCurve.LN_FLOOR;

import java.util.Arrays;

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
  private final double[] x;
  private final double[] loss;
  private final double lnLeast;
  private final FloorCurve curve;

  FloorSearch(TimePoints points) {
    this.meanX = Arrays.stream(points.lnX()).average().orElseThrow();
    this.x = Arrays.stream(points.lnX()).map(lnX -> lnX - meanX).toArray();
    this.loss = points.loss();
    double[] lnLoss = Arrays.stream(loss).map(StrictMath::log).toArray();
    this.lnLeast = Arrays.stream(lnLoss).min().orElseThrow();
    this.curve = new FloorCurve(x, lnLoss);
  }

  /** A point of the region; lnFloor is minus infinity without a floor. */
  record Found(double lnC, double gamma, double lnFloor, double squares) {
    private static Found better(Found one, Found other) {
      return other.squares < one.squares ? other : one;
    }
  }

  /** The least sum of squares in the region. */
  Found least() {
    Found best = withoutFloor();
    best = Found.better(best, at(MIN_GAMMA));
    best = Found.better(best, at(MAX_GAMMA));
    for (double gamma : GAMMA_STARTS) {
      best = Found.better(best, kept(curve.minimise(start(gamma, lnLeast), LN_C, GAMMA)));
      for (double floor : FLOOR_STARTS) {
        double[] start = start(gamma, lnLeast + StrictMath.log(floor));
        double[] found = curve.minimise(start, LN_C, GAMMA, LN_FLOOR);
        best = Found.better(best, kept(curve.minimise(found, LN_C, GAMMA, LN_FLOOR)));
      }
    }
    return best;
  }

  /** The least sum of squares at one g. */
  Found at(double gamma) {
    Found best = found(start(gamma, Double.NEGATIVE_INFINITY));
    best = Found.better(best, found(curve.minimise(start(gamma, lnLeast), LN_C)));
    best = Found.better(best, kept(curve.minimise(linearStart(gamma), LN_C, LN_FLOOR)));
    double[] low = start(gamma, lnLeast + StrictMath.log(0.5));
    return Found.better(best, kept(curve.minimise(low, LN_C, LN_FLOOR)));
  }

  /** c at x = 1. */
  double factor(Found found) {
    return StrictMath.exp(found.lnC + found.gamma * meanX);
  }

  /** Whether the floor is the least loss itself. */
  boolean floorAtLeastLoss(Found found) {
    return found.lnFloor >= lnLeast - 1e-9;
  }

  /** L_inf in units of the least loss. */
  double floorShare(Found found) {
    return StrictMath.exp(found.lnFloor - lnLeast);
  }

  FloorCurve curve() {
    return curve;
  }

  private Found withoutFloor() {
    double meanY = Arrays.stream(loss).map(StrictMath::log).average().orElseThrow();
    double xx = 0.0;
    double xy = 0.0;
    for (int i = 0; i < x.length; i++) {
      xx += x[i] * x[i];
      xy += x[i] * (StrictMath.log(loss[i]) - meanY);
    }
    double gamma = Math.max(MIN_GAMMA, Math.min(MAX_GAMMA, -xy / xx));
    return found(new double[] {meanY, gamma, Double.NEGATIVE_INFINITY});
  }

  // The best c for a given g and floor to first order: the mean of ln(L - L_inf) + g ln x.
  private double[] start(double gamma, double lnFloor) {
    double floor = StrictMath.exp(lnFloor);
    double sum = 0.0;
    for (int i = 0; i < x.length; i++) {
      sum += StrictMath.log(Math.max(loss[i] - floor, 1e-6 * loss[i])) + gamma * x[i];
    }
    return new double[] {sum / x.length, gamma, lnFloor};
  }

  // At a given g the curve is linear in c and L_inf: least squares of its relative error.
  private double[] linearStart(double gamma) {
    double zz = 0.0;
    double zo = 0.0;
    double oo = 0.0;
    double z1 = 0.0;
    double o1 = 0.0;
    for (int i = 0; i < x.length; i++) {
      double z = StrictMath.exp(-gamma * x[i]) / loss[i];
      double o = 1.0 / loss[i];
      zz += z * z;
      zo += z * o;
      oo += o * o;
      z1 += z;
      o1 += o;
    }
    double determinant = zz * oo - zo * zo;
    double c = (z1 * oo - o1 * zo) / determinant;
    double floor = (o1 * zz - z1 * zo) / determinant;
    double least = StrictMath.exp(lnLeast);
    if (c > 0.0 && floor > 1e-6 * least && floor < least) {
      return new double[] {StrictMath.log(c), gamma, StrictMath.log(floor)};
    }
    return start(gamma, lnLeast + StrictMath.log(floor >= least ? 0.999 : 0.01));
  }

  private Found found(double[] theta) {
    return new Found(theta[LN_C], theta[GAMMA], theta[LN_FLOOR], curve.squares(theta));
  }

  // What lies outside the region counts for nothing: its bounds are searched on their own.
  private Found kept(double[] theta) {
    boolean inside =
        theta[GAMMA] >= MIN_GAMMA && theta[GAMMA] <= MAX_GAMMA && theta[LN_FLOOR] <= lnLeast;
    Found found = found(theta);
    return inside && Double.isFinite(found.squares)
        ? found
        : new Found(found.lnC, found.gamma, found.lnFloor, Double.POSITIVE_INFINITY);
  }
}
