package org.gradienttransport.jobs.present.catalogue;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.gradienttransport.jobs.present.Answer;
import org.gradienttransport.jobs.present.catalogue.Plot.Axis;
import org.gradienttransport.schemas.rows.RobustnessChange;
import org.gradienttransport.schemas.vocabulary.Quantity;

/** What variations of the probe change (METHOD-ROBUSTNESS section 2). */
final class RobustnessFigures {
  /** Drawn in this order. */
  private static final List<Quantity> QUANTITIES = List.of(Quantity.Z_MINUS_Z_N0, Quantity.DELTA);

  private RobustnessFigures() {}

  private static final Figure<FamilyRows> CHANGES =
      new Figure<FamilyRows>(
          "variations",
          "What other choices of the probe change",
          "Change of z - z_N0 and of delta from the baseline (the line at 0) when one factor of the"
              + " probe takes another value, mean over the chosen steps; whiskers are 95 % intervals"
              + " by resampled blocks of steps, the same for variation and baseline.",
          """
        select concat(factor, '=', level) as variation, quantity, change, change_low as low,
          change_high as high, mean, baseline_mean, steps
        from latest_robustness_change
        where family = :family and field_kind = 'real' and quantity in ('z_minus_z_n0', 'delta')
          and change is not null
        order by case factor when 'graph_seed' then 1 when 'attachment' then 2 when 'graph' then 3
            when 'alpha' then 4 else 5 end,
          length(level), level, case quantity when 'delta' then 2 else 1 end""",
          RobustnessFigures::changes,
          rows ->
              Plot.intervals(
                      "variation", "change", "quantity", Axis.linear("change from the baseline"))
                  .shading(Optional.of(new Plot.Band(0, 0, "baseline"))),
          "This run has no variations of the probe for this family. Run with --variations default.");

  private static Answer changes(FamilyRows rows) {
    return Answer.of(
        List.of("variation", "quantity", "change", "low", "high", "mean", "baseline_mean", "steps"),
        rows.changes().stream()
            .filter(row -> QUANTITIES.contains(row.quantity()) && row.change() != null)
            .sorted(
                Comparator.comparing(RobustnessChange::factor)
                    .thenComparing(row -> row.level().length())
                    .thenComparing(RobustnessChange::level)
                    .thenComparing(row -> QUANTITIES.indexOf(row.quantity())))
            .map(
                row ->
                    Answer.row(
                        label(row),
                        row.quantity().word(),
                        row.change(),
                        row.changeLow(),
                        row.changeHigh(),
                        row.mean(),
                        row.baselineMean(),
                        row.steps())));
  }

  /** Factor and level of a row, such as alpha=0.2. */
  static String label(RobustnessChange row) {
    return row.factor().word() + "=" + row.level();
  }

  static final List<Figure<FamilyRows>> ALL = List.of(CHANGES);
}
