package org.gradienttransport.jobs.present.catalogue;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.gradienttransport.jobs.present.Answer;
import org.gradienttransport.jobs.present.catalogue.Plot.Axis;
import org.gradienttransport.schemas.rows.CohortStep;
import org.gradienttransport.schemas.rows.CohortSummary;
import org.gradienttransport.schemas.vocabulary.Quantity;

/** Families that differ only in their seed: bands in the place of lines, and spreads. */
final class CohortFigures {
  private static final List<Quantity> SUMMARISED =
      List.of(Quantity.D, Quantity.Z, Quantity.DELTA, Quantity.CV_V_REL);

  private CohortFigures() {}

  static final List<Figure<CohortRows>> ALL =
      List.of(
          new Figure<CohortRows>(
              "cohort-exponents",
              "Exponents over training, over seeds",
              "Means over the members; bands are Student's 95 % intervals of those means. Where one"
                  + " member alone has a fit there is no band. D - 1 stands for D.",
              """
            select step, case symbol when 'D' then 'D - 1' else symbol end as quantity,
              case symbol when 'D' then mean - 1 else mean end as mean,
              case symbol when 'D' then low - 1 else low end as low,
              case symbol when 'D' then high - 1 else high end as high, members
            from latest_cohort_step
            where cohort = :cohort and mean is not null and symbol in ('D', 'z', 'delta')
            order by case symbol when 'D' then 1 when 'z' then 2 else 3 end, step""",
              CohortFigures::exponents,
              rows ->
                  Plot.lines(
                          "step",
                          "mean",
                          "quantity",
                          Axis.linear(TransportFigures.STEP),
                          Axis.linear("exponent, mean over members"))
                      .withBands(),
              "No member of this cohort has a fit."),
          new Figure<CohortRows>(
              "cohort-spread",
              "How far seeds differ, beside steps",
              "Over each member's stable window: the mean over members with Student's 95 % interval,"
                  + " and the same mean with one standard deviation over steps, averaged over members.",
              """
            with one as (
              select case quantity when 'D' then 'D - 1' else quantity end as quantity,
                case quantity when 'D' then 1 when 'z' then 2 when 'delta' then 3 else 4 end as place,
                case quantity when 'D' then mean - 1 else mean end as mean,
                case quantity when 'D' then low - 1 else low end as low,
                case quantity when 'D' then high - 1 else high end as high, within_sd, members
              from latest_cohort_summary
              where cohort = :cohort and window_name = 'stable' and scale = 'all'
                and quantity in ('D', 'z', 'delta', 'cv_v_rel') and mean is not null)
            select quantity, spread, mean, low, high, members from (
              select place, 1 as line, quantity, 'over members' as spread, mean, low, high, members
              from one
              union all
              select place, 2, quantity, 'over steps', mean, mean - within_sd, mean + within_sd, members
              from one) both_spreads
            order by place, line""",
              CohortFigures::spread,
              rows ->
                  Plot.intervals(
                      "quantity",
                      "mean",
                      "spread",
                      Axis.linear("exponent, or coefficient of variation")),
              "No member of this cohort has a stable window."));

  private static Answer exponents(CohortRows rows) {
    return Answer.of(
        List.of("step", "quantity", "mean", "low", "high", "members"),
        rows.steps().stream()
            .filter(row -> TransportFigures.FITTED.contains(row.observable()))
            .sorted(
                Comparator.comparing(
                        (CohortStep row) -> TransportFigures.FITTED.indexOf(row.observable()))
                    .thenComparing(CohortStep::step))
            .map(CohortFigures::exponent));
  }

  private static List<Object> exponent(CohortStep row) {
    Quantity exponent = row.observable().exponent();
    return Answer.row(
        row.step(),
        TransportFigures.name(exponent),
        TransportFigures.excess(exponent, row.mean()),
        TransportFigures.excess(exponent, row.low()),
        TransportFigures.excess(exponent, row.high()),
        row.members());
  }

  private static Answer spread(CohortRows rows) {
    return Answer.of(
        List.of("quantity", "spread", "mean", "low", "high", "members"),
        rows.summaries().stream()
            .filter(row -> SUMMARISED.contains(row.quantity()))
            .sorted(Comparator.comparing(row -> SUMMARISED.indexOf(row.quantity())))
            .flatMap(CohortFigures::spreads));
  }

  private static Stream<List<Object>> spreads(CohortSummary row) {
    String quantity = TransportFigures.name(row.quantity());
    Double mean = TransportFigures.excess(row.quantity(), row.mean());
    Double low = TransportFigures.excess(row.quantity(), row.low());
    Double high = TransportFigures.excess(row.quantity(), row.high());
    return Stream.of(
        Answer.row(quantity, "over members", mean, low, high, row.members()),
        Answer.row(
            quantity,
            "over steps",
            mean,
            Averages.minus(mean, row.withinSd()),
            Averages.plus(mean, row.withinSd()),
            row.members()));
  }
}
