package org.gradienttransport.udfs.scaling.optimum;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.udfs.scaling.accounting.Compute;

/**
 * One compute budget: its parabola, and its optimum or why there is none.
 *
 * @param flops C of the budget
 * @param sizes distinct N with a loss
 * @param points sizes inside the window of the parabola; 0 where no window was placed
 * @param status OK, EDGE, TOO_FEW, NOT_CONVEX or OUTSIDE
 * @param message a sentence where there is no optimum; empty otherwise
 * @param vertex the optimum where status is OK
 */
public record IsoFlopProfile(
    double flops,
    int sizes,
    int points,
    LawStatus status,
    String message,
    Optional<Vertex> vertex) {

  static IsoFlopProfile of(double flops, List<SweepRow> rows, IsoFlopRule rule) {
    IsoFlopParabola parabola =
        IsoFlopParabola.of(
            rows.stream().mapToDouble(SweepRow::params).toArray(),
            rows.stream().mapToDouble(SweepRow::loss).toArray(),
            rule.halfWidth());
    return new IsoFlopProfile(
        flops,
        parabola.sizes(),
        parabola.points(),
        parabola.status(),
        parabola.minimum().isPresent()
            ? ""
            : String.format(Locale.ROOT, "No optimum at %.4g FLOPs: %s.", flops, parabola.reason()),
        parabola
            .minimum()
            .map(
                least ->
                    new Vertex(
                        least.params(),
                        tokens(flops, least.params(), rows, rule.tokens()),
                        least.loss(),
                        least.curvature(),
                        least.rms())));
  }

  private static double tokens(double flops, double params, List<SweepRow> rows, TokensRule rule) {
    return switch (rule) {
      case SIX_ND -> Compute.tokens(flops, params);
      case MEASURED -> measuredTokens(params, rows);
    };
  }

  // Between the nearest size below and the nearest above; of one size the row of least loss.
  private static double measuredTokens(double params, List<SweepRow> rows) {
    Comparator<SweepRow> bySize = Comparator.comparingDouble(SweepRow::params);
    Comparator<SweepRow> byLoss = Comparator.comparingDouble(SweepRow::loss);
    SweepRow below =
        rows.stream()
            .filter(row -> row.params() <= params)
            .max(bySize.thenComparing(byLoss.reversed()))
            .orElseThrow();
    SweepRow above =
        rows.stream()
            .filter(row -> row.params() > params)
            .min(bySize.thenComparing(byLoss))
            .orElse(below);
    double width = StrictMath.log(above.params() / below.params());
    double share = width > 0.0 ? StrictMath.log(params / below.params()) / width : 0.0;
    double lnBelow = StrictMath.log(below.tokens());
    return StrictMath.exp(lnBelow + share * (StrictMath.log(above.tokens()) - lnBelow));
  }
}
