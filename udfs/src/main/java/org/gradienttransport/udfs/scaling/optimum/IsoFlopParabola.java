package org.gradienttransport.udfs.scaling.optimum;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.udfs.scaling.accounting.Compute;

/**
 * The parabola of one budget: L, not ln L, by least squares on 1, u and u^2 with u = ln(N / N_min)
 * and N_min the size of least loss (METHOD-SCALING section 4, approach 2).
 */
final class IsoFlopParabola {
  private static final double TOLERANCE = 1e-9;
  private static final int MIN_POINTS = 4;

  private final double flops;
  private final IsoFlopRule rule;
  private final List<SweepRow> sizes;
  private final SweepRow least;
  private final List<SweepRow> window;

  private IsoFlopParabola(double flops, List<SweepRow> rows, IsoFlopRule rule) {
    this.flops = flops;
    this.rule = rule;
    this.sizes = leastPerSize(rows);
    this.least = sizes.stream().min(Comparator.comparingDouble(SweepRow::loss)).orElseThrow();
    this.window = sizes.stream().filter(this::isNear).toList();
  }

  /**
   * The optimum of one budget.
   *
   * @param flops C of the budget
   * @param rows its rows, at least one
   */
  static IsoFlopProfile of(double flops, List<SweepRow> rows, IsoFlopRule rule) {
    return new IsoFlopParabola(flops, rows, rule).profile();
  }

  private static List<SweepRow> leastPerSize(List<SweepRow> rows) {
    List<SweepRow> kept = new ArrayList<>();
    rows.stream()
        .sorted(Comparator.comparingDouble(SweepRow::params).thenComparingDouble(SweepRow::loss))
        .filter(row -> kept.isEmpty() || row.params() > kept.get(kept.size() - 1).params())
        .forEach(kept::add);
    return kept;
  }

  private boolean isNear(SweepRow row) {
    return Math.abs(u(row)) <= rule.halfWidth() + TOLERANCE;
  }

  private double u(SweepRow row) {
    return StrictMath.log(row.params() / least.params());
  }

  private IsoFlopProfile profile() {
    if (isLeast(sizes.get(0)) || isLeast(sizes.get(sizes.size() - 1))) {
      String which = isLeast(sizes.get(0)) ? "smallest" : "largest";
      return none(
          0, LawStatus.EDGE, "the least loss is at its " + which + " model: train beyond it");
    }
    if (window.size() < MIN_POINTS
        || isLeast(window.get(0))
        || isLeast(window.get(window.size() - 1))) {
      return none(
          window.size(),
          LawStatus.TOO_FEW,
          window.size()
              + " sizes lie near its least loss; a parabola needs "
              + MIN_POINTS
              + ", with some on both sides");
    }
    return fitted();
  }

  private boolean isLeast(SweepRow size) {
    return size.params() == least.params();
  }

  private IsoFlopProfile fitted() {
    OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
    regression.newSampleData(
        window.stream().mapToDouble(SweepRow::loss).toArray(),
        window.stream()
            .map(row -> new double[] {u(row), u(row) * u(row)})
            .toArray(double[][]::new));
    double[] c = regression.estimateRegressionParameters();
    if (!(c[2] > 0.0)) {
      return none(window.size(), LawStatus.NOT_CONVEX, "the parabola does not open upwards");
    }
    double vertex = -c[1] / (2.0 * c[2]);
    if (vertex < u(window.get(0)) || vertex > u(window.get(window.size() - 1))) {
      return none(
          window.size(), LawStatus.OUTSIDE, "the vertex lies outside the sizes that were fitted");
    }
    double params = least.params() * StrictMath.exp(vertex);
    double rms = Math.sqrt(regression.calculateResidualSumOfSquares() / window.size());
    return new IsoFlopProfile(
        flops,
        sizes.size(),
        window.size(),
        LawStatus.OK,
        "",
        Optional.of(
            new Vertex(
                params,
                tokens(params, vertex),
                c[0] - c[1] * c[1] / (4.0 * c[2]),
                2.0 * c[2],
                rms)));
  }

  private double tokens(double params, double vertex) {
    return switch (rule.tokens()) {
      case SIX_ND -> Compute.tokens(flops, params);
      case MEASURED -> measuredTokens(vertex);
    };
  }

  private double measuredTokens(double vertex) {
    int above = 1;
    while (above < window.size() - 1 && u(window.get(above)) < vertex) {
      above++;
    }
    SweepRow left = window.get(above - 1);
    SweepRow right = window.get(above);
    double share = (vertex - u(left)) / (u(right) - u(left));
    double lnLeft = StrictMath.log(left.tokens());
    return StrictMath.exp(lnLeft + share * (StrictMath.log(right.tokens()) - lnLeft));
  }

  private IsoFlopProfile none(int points, LawStatus status, String reason) {
    return IsoFlopProfile.none(
        flops,
        sizes.size(),
        points,
        status,
        String.format(Locale.ROOT, "No optimum at %.4g FLOPs: %s.", flops, reason));
  }
}
