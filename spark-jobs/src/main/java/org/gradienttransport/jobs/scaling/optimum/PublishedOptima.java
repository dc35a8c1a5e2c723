package org.gradienttransport.jobs.scaling.optimum;

import java.util.Comparator;
import java.util.List;
import org.gradienttransport.udfs.scaling.accounting.Compute;
import org.gradienttransport.udfs.scaling.optimum.ComputeOptimum;
import org.gradienttransport.udfs.scaling.optimum.Published;

/** What papers print, for their own data, of about one budget. */
public final class PublishedOptima {
  private PublishedOptima() {}

  /**
   * An optimum that a paper prints.
   *
   * @param source paper, and where in it
   * @param optimum at the budget, or of the nearest row of a table; its loss is NaN where none is
   *     printed
   */
  public record Printed(String source, ComputeOptimum optimum) {}

  /** The optima, in the order of approaches; of a table the row whose budget is nearest. */
  public static List<Printed> at(double flops) {
    double days = flops / Compute.PF_DAY;
    return List.of(
        nearest("Hoffmann et al. 2022, Table 3 (approach 1)", Published.HOFFMANN_APPROACH_1, flops),
        nearest(
            "Hoffmann et al. 2022, Table A3 (approach 2)", Published.HOFFMANN_APPROACH_2, flops),
        new Printed(
            "Hoffmann et al. 2022, Eq. 10 (approach 3)", Published.HOFFMANN_PRINTED.at(flops)),
        new Printed("Besiroglu et al. 2024, Table 1 (approach 3)", Published.BESIROGLU.at(flops)),
        new Printed(
            "Kaplan et al. 2020, sec. 6.1 and Eq. 1.3",
            new ComputeOptimum(
                flops,
                Published.KAPLAN_BEST_PARAMS.at(days),
                Published.KAPLAN_BEST_TOKENS.at(days),
                Published.KAPLAN_LEAST_FLOPS.loss(flops))));
  }

  private static Printed nearest(String source, List<Published.Planned> table, double flops) {
    Published.Planned row =
        table.stream()
            .min(Comparator.comparingDouble(of -> Math.abs(StrictMath.log(of.flops() / flops))))
            .orElseThrow();
    return new Printed(
        source, new ComputeOptimum(row.flops(), row.params(), row.tokens(), Double.NaN));
  }
}
