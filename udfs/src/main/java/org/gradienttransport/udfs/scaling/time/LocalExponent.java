package org.gradienttransport.udfs.scaling.time;

import java.util.ArrayList;
import java.util.List;

/**
 * The exponent of time at one point, g(x) = -d ln(L - L_inf) / d ln x: the centred difference of
 * the points (rows, or means of bins) before and after it (METHOD-SCALING section 5).
 *
 * @param row position, among the rows given, of the row nearest to the point
 * @param x what the clock shows at the point
 * @param gamma g there
 */
public record LocalExponent(int row, double x, double gamma) {
  /**
   * Exponents at all points but the first and the last, x ascending. A point beside one that does
   * not lie above the floor has none and is left out.
   *
   * @param x what a clock shows, positive
   * @param loss nats per token, positive, one per x
   * @param floor L_inf; 0 for none
   * @throws IllegalArgumentException if lengths differ or a number has no logarithm
   */
  public static List<LocalExponent> of(double[] x, double[] loss, double floor) {
    TimePoints points = TimePoints.of(x, loss);
    double[] lnX = points.lnX();
    List<LocalExponent> exponents = new ArrayList<>();
    for (int i = 1; i + 1 < points.size(); i++) {
      double before = points.loss()[i - 1] - floor;
      double after = points.loss()[i + 1] - floor;
      double width = lnX[i + 1] - lnX[i - 1];
      if (before > 0.0 && after > 0.0 && width > 0.0) {
        double fall = StrictMath.log(before) - StrictMath.log(after);
        exponents.add(new LocalExponent(points.nearest()[i], StrictMath.exp(lnX[i]), fall / width));
      }
    }
    return exponents;
  }
}
