package org.gradienttransport.jobs.present.catalogue;

import static org.gradienttransport.jobs.present.catalogue.FamilyRows.whole;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.gradienttransport.jobs.present.Answer;
import org.gradienttransport.jobs.present.catalogue.FamilyRows.Steps;
import org.gradienttransport.jobs.present.catalogue.Plot.Axis;
import org.gradienttransport.schemas.rows.Compressibility;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.WindowSummary;
import org.gradienttransport.schemas.vocabulary.Quantity;

/** All families of a run in one drawing each. */
final class ComparisonFigures {
  private static final List<Quantity> EXPONENTS =
      List.of(Quantity.D, Quantity.Z, Quantity.DELTA, Quantity.CV_V_REL);

  /** Stands for a size that no row has; comes before all others. */
  private static final long UNKNOWN = Long.MIN_VALUE;

  private ComparisonFigures() {}

  static final List<Figure<List<FamilyRows>>> ALL =
      List.of(
          new Figure<List<FamilyRows>>(
              "exponents",
              "Exponents of the families",
              "Means over each family's own stable window; whiskers are one standard deviation over"
                  + " steps.",
              """
            select case quantity when 'D' then 'D - 1' else quantity end as quantity, family,
              case quantity when 'D' then mean - 1 else mean end as mean,
              case quantity when 'D' then mean - 1 else mean end - sd as low,
              case quantity when 'D' then mean - 1 else mean end + sd as high
            from latest_window_summary
            where window_name = 'stable' and field_kind = 'real' and scale = 'all'
              and quantity in ('D', 'z', 'delta', 'cv_v_rel')
            order by case quantity when 'z' then 2 when 'delta' then 3 when 'cv_v_rel' then 4 else 1 end,
              family""",
              ComparisonFigures::exponents,
              families ->
                  Plot.intervals(
                      "quantity",
                      "mean",
                      "family",
                      Axis.linear("exponent, or coefficient of variation")),
              "No family has a stable window."),
          new Figure<List<FamilyRows>>(
              "v-rel",
              "Efficiency against size",
              "Mean v_rel over each family's own stable window, by N.",
              """
            select w.family, w.scale, f.n, w.mean as v_rel, w.sd
            from latest_window_summary w join (
              select family, scale, max(n) as n from latest_field_transport group by family, scale) f
            on w.family = f.family and w.scale = f.scale
            where w.window_name = 'stable' and w.field_kind = 'real' and w.quantity = 'v_rel'
            order by w.family, f.n""",
              ComparisonFigures::efficiency,
              families ->
                  Plot.lines(
                      "n", "v_rel", "family", Axis.log("N, nodes"), Axis.linear("v_rel, mean")),
              "No family has a stable window."),
          new Figure<List<FamilyRows>>(
              "map",
              "Organisation map of the families",
              "Each mark is one training step inside its family's stable window.",
              """
            select c.family, c.step, c.r2_duration, c.r2_intensive
            from latest_compressibility c join (
              select family, min(from_step) as from_step, max(to_step) as to_step
              from latest_window_summary
              where window_name = 'stable' and field_kind = 'real' and quantity = 'v_rel'
              group by family) w
            on c.family = w.family and c.step between w.from_step and w.to_step
            where c.field_kind = 'real' and c.r2_duration is not null
              and c.r2_intensive is not null
            order by c.family, c.step""",
              ComparisonFigures::map,
              families ->
                  Plot.scatter(
                      "r2_duration",
                      "r2_intensive",
                      "family",
                      "step",
                      Axis.linear("R2 of z"),
                      Axis.linear("R2 of delta")),
              "No family has a stable window."));

  private static Answer exponents(List<FamilyRows> families) {
    return Answer.of(
        List.of("quantity", "family", "mean", "low", "high"),
        families.stream()
            .flatMap(family -> family.windows().stream())
            .filter(row -> row.realisation().isReal() && whole(row))
            .filter(row -> EXPONENTS.contains(row.quantity()))
            .sorted(
                Comparator.comparing((WindowSummary row) -> EXPONENTS.indexOf(row.quantity()))
                    .thenComparing(WindowSummary::family))
            .map(ComparisonFigures::exponent));
  }

  private static List<Object> exponent(WindowSummary row) {
    Double mean = TransportFigures.excess(row.quantity(), row.mean());
    return Answer.row(
        TransportFigures.name(row.quantity()),
        row.family(),
        mean,
        Averages.minus(mean, row.sd()),
        Averages.plus(mean, row.sd()));
  }

  private static Answer efficiency(List<FamilyRows> families) {
    return Answer.of(
        List.of("family", "scale", "n", "v_rel", "sd"),
        families.stream().flatMap(ComparisonFigures::efficiency));
  }

  private static Stream<List<Object>> efficiency(FamilyRows family) {
    Map<String, Long> sizes = new HashMap<>();
    for (FieldTransport field : family.fields()) {
      sizes.merge(field.key().scale(), field.n() == null ? UNKNOWN : field.n(), Math::max);
    }
    return family.windows().stream()
        .filter(row -> row.realisation().isReal() && row.quantity() == Quantity.V_REL)
        .filter(row -> sizes.containsKey(row.scale()))
        .sorted(Comparator.comparing(row -> sizes.get(row.scale())))
        .map(
            row ->
                Answer.row(
                    row.family(),
                    row.scale(),
                    sizes.get(row.scale()) == UNKNOWN ? null : sizes.get(row.scale()),
                    row.mean(),
                    row.sd()));
  }

  private static Answer map(List<FamilyRows> families) {
    return Answer.of(
        List.of("family", "step", "r2_duration", "r2_intensive"),
        families.stream().flatMap(ComparisonFigures::map));
  }

  private static Stream<List<Object>> map(FamilyRows family) {
    Optional<Steps> window = family.window();
    return family.compressibility().stream()
        .filter(row -> row.r2Duration() != null && row.r2Intensive() != null)
        .filter(row -> window.isPresent() && window.get().contain(row.step()))
        .sorted(Comparator.comparing(Compressibility::step))
        .map(row -> Answer.row(row.family(), row.step(), row.r2Duration(), row.r2Intensive()));
  }
}
