package org.gradienttransport.udfs.scaling.optimum;

import java.util.Arrays;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.gradienttransport.schemas.vocabulary.LawStatus;

/**
 * Loss against model size at one budget: L, not ln L, by least squares on 1, u and u^2 with u =
 * ln(N / N_min) and N_min the size of least loss (METHOD-SCALING section 4, approach 2).
 *
 * @param sizes distinct N with a loss
 * @param points sizes inside the window of the parabola; 0 where no window was placed
 * @param status OK, EDGE, TOO_FEW, NOT_CONVEX or OUTSIDE
 * @param reason why there is no minimum, without a full stop; empty otherwise
 * @param minimum the lowest point where status is OK
 */
public record IsoFlopParabola(
    int sizes, int points, LawStatus status, String reason, Optional<Minimum> minimum) {

  private static final double TOLERANCE = 1e-9;
  private static final int MIN_POINTS = 4;

  /**
   * The lowest point of a parabola.
   *
   * @param params N*
   * @param loss L*, nats per token
   * @param curvature d2 L / d (ln N)2
   * @param rms root of the mean squared residual, nats per token
   */
  public record Minimum(double params, double loss, double curvature, double rms) {}

  /**
   * The parabola of the least loss at each size; rows in any order.
   *
   * @param params N, positive
   * @param loss one per N
   * @param halfWidth largest distance in ln N from the size of least loss
   * @throws IllegalArgumentException if lengths differ or a number is not positive and finite
   */
  public static IsoFlopParabola of(double[] params, double[] loss, double halfWidth) {
    if (params.length != loss.length) {
      throw new IllegalArgumentException(
          "every loss needs its N, got " + loss.length + " losses and " + params.length + " N");
    }
    requirePositive("N", params);
    requirePositive("loss", loss);
    TreeMap<Double, Double> least = new TreeMap<>();
    for (int i = 0; i < params.length; i++) {
      least.merge(params[i], loss[i], Math::min);
    }
    if (least.isEmpty()) {
      return none(0, 0, LawStatus.TOO_FEW, "it has no rows");
    }
    return ofSizes(
        least.keySet().stream().mapToDouble(Double::doubleValue).toArray(),
        least.values().stream().mapToDouble(Double::doubleValue).toArray(),
        halfWidth);
  }

  // N strictly ascending.
  private static IsoFlopParabola ofSizes(double[] n, double[] loss, double halfWidth) {
    int best = 0;
    for (int i = 1; i < n.length; i++) {
      best = loss[i] < loss[best] ? i : best;
    }
    if (best == 0 || best == n.length - 1) {
      String which = best == 0 ? "smallest" : "largest";
      String reason = "the least loss is at its " + which + " model: train beyond it";
      return none(n.length, 0, LawStatus.EDGE, reason);
    }
    int from = best;
    while (from > 0 && isNear(n[from - 1], n[best], halfWidth)) {
      from--;
    }
    int to = best + 1;
    while (to < n.length && isNear(n[to], n[best], halfWidth)) {
      to++;
    }
    if (to - from < MIN_POINTS || from == best || to - 1 == best) {
      String reason =
          (to - from)
              + " sizes lie near its least loss; a parabola needs "
              + MIN_POINTS
              + ", with some on both sides";
      return none(n.length, to - from, LawStatus.TOO_FEW, reason);
    }
    double[] u = new double[to - from];
    for (int i = 0; i < u.length; i++) {
      u[i] = StrictMath.log(n[from + i] / n[best]);
    }
    return fitted(n.length, n[best], u, Arrays.copyOfRange(loss, from, to));
  }

  private static boolean isNear(double params, double best, double halfWidth) {
    return Math.abs(StrictMath.log(params / best)) <= halfWidth + TOLERANCE;
  }

  private static IsoFlopParabola fitted(int sizes, double best, double[] u, double[] loss) {
    OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
    regression.newSampleData(
        loss, Arrays.stream(u).mapToObj(v -> new double[] {v, v * v}).toArray(double[][]::new));
    double[] c = regression.estimateRegressionParameters();
    if (!(c[2] > 0.0)) {
      return none(sizes, u.length, LawStatus.NOT_CONVEX, "the parabola does not open upwards");
    }
    double vertex = -c[1] / (2.0 * c[2]);
    if (vertex < u[0] || vertex > u[u.length - 1]) {
      return none(
          sizes, u.length, LawStatus.OUTSIDE, "the vertex lies outside the sizes that were fitted");
    }
    return new IsoFlopParabola(
        sizes,
        u.length,
        LawStatus.OK,
        "",
        Optional.of(
            new Minimum(
                best * StrictMath.exp(vertex),
                c[0] - c[1] * c[1] / (4.0 * c[2]),
                2.0 * c[2],
                Math.sqrt(regression.calculateResidualSumOfSquares() / u.length))));
  }

  private static IsoFlopParabola none(int sizes, int points, LawStatus status, String reason) {
    return new IsoFlopParabola(sizes, points, status, reason, Optional.empty());
  }

  private static void requirePositive(String name, double[] values) {
    for (double value : values) {
      if (!(value > 0.0) || Double.isInfinite(value)) {
        throw new IllegalArgumentException(
            name + " must be positive and finite, got " + value + "; leave the row out");
      }
    }
  }
}
