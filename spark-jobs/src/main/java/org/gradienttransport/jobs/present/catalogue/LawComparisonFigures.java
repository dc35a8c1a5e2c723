package org.gradienttransport.jobs.present.catalogue;

import java.util.List;
import java.util.stream.Stream;
import org.gradienttransport.jobs.present.Answer;
import org.gradienttransport.jobs.present.catalogue.Plot.Axis;
import org.gradienttransport.schemas.rows.LawKey;
import org.gradienttransport.schemas.rows.ScalingCoefficient;
import org.gradienttransport.schemas.rows.ScalingExtrapolation;
import org.gradienttransport.schemas.rows.ScalingPublished;
import org.gradienttransport.schemas.vocabulary.Approach;
import org.gradienttransport.schemas.vocabulary.Coefficient;

/** Approaches beside each other and beside papers; laws by what they predict unseen. */
final class LawComparisonFigures {
  private LawComparisonFigures() {}

  private static final Figure<LawRows> ALLOCATION =
      new Figure<LawRows>(
          "allocation",
          "How the best size and data grow with compute",
          "N* ~ C^a and D* ~ C^b by each approach. Whiskers are the 2.5th and 97.5th percentile of the"
              + " bootstrap. Below them what was published for the same rows, and what papers print for"
              + " other data (Hoffmann et al.: 10th to 90th percentile; Kaplan et al.: D is batch times"
              + " steps): sizes and compute that are counted differently give different exponents.",
          """
        select exponent, method, value, low, high
        from (
          select concat(series, ': ', coefficient) as exponent,
            concat('approach ', approach, ', ', form) as method, value, p2_5 as low, p97_5 as high,
            1 as place, delta, objective_kind
          from latest_scaling_coefficient
          where source = :study and coefficient in ('a', 'b') and approach <> 'none'
            and value is not null
          union all
          select distinct concat(c.series, ': ', c.coefficient),
            concat('published, approach ', c.approach, ': ', p.label), p.value,
            cast(null as double), cast(null as double), 2, cast(0 as double), ''
          from latest_scaling_coefficient c
          join latest_scaling_published p on p.source = c.source and p.series = c.series
            and p.form = c.form and p.coefficient = c.coefficient
            and (p.approach = c.approach or p.approach = 'none')
          where c.source = :study and c.coefficient in ('a', 'b') and c.approach <> 'none'
          union all
          select exponent, method, value, low, high, 3, cast(0 as double), ''
          from %s
          where exists (select 1 from latest_scaling_coefficient
            where source = :study and coefficient in ('a', 'b') and approach <> 'none')) parts
        order by place, exponent, method, delta, objective_kind, value"""
              .formatted(Literature.allocations().sql()),
          LawComparisonFigures::allocation,
          rows -> Plot.intervals("exponent", "value", "method", Axis.linear("exponent of C")),
          "No approach of this study gives exponents of allocation.");

  private static Answer allocation(LawRows rows) {
    List<ScalingCoefficient> allocations =
        rows.coefficients().stream().filter(LawComparisonFigures::allocation).toList();
    Stream<List<Object>> fitted =
        allocations.stream()
            .filter(row -> row.value() != null)
            .map(LawComparisonFigures::ranked)
            .sorted(DataOrder.by(0, 1, 5, 6, 2))
            .map(row -> row.subList(0, 5));
    Stream<List<Object>> published =
        allocations.stream()
            .flatMap(row -> rows.published(row).map(of -> published(row, of)))
            .distinct()
            .sorted(DataOrder.by(0, 1, 2));
    Stream<List<Object>> others =
        allocations.isEmpty() ? Stream.empty() : Literature.allocations().sorted(0, 1, 2);
    return Answer.of(
        List.of("exponent", "method", "value", "low", "high"),
        Stream.of(fitted, published, others).flatMap(part -> part));
  }

  /** Laws of no approach are left out: chinchilla_tied has a = 1/2 whatever the data. */
  private static boolean allocation(ScalingCoefficient row) {
    return row.key().approach() != Approach.NONE
        && (row.coefficient() == Coefficient.N_ALLOCATION
            || row.coefficient() == Coefficient.D_ALLOCATION);
  }

  private static String exponent(ScalingCoefficient row) {
    return row.key().series() + ": " + row.coefficient().word();
  }

  private static List<Object> published(ScalingCoefficient row, ScalingPublished of) {
    String method = "published, approach " + row.key().approach().word() + ": " + of.label();
    return Answer.row(exponent(row), method, of.value(), null, null);
  }

  private static List<Object> ranked(ScalingCoefficient row) {
    LawKey key = row.key();
    return Answer.row(
        exponent(row),
        "approach " + key.approach().word() + ", " + key.form().word(),
        row.value(),
        LawRows.percentile(row, ScalingCoefficient.Percentiles::p2_5),
        LawRows.percentile(row, ScalingCoefficient.Percentiles::p97_5),
        key.delta(),
        key.objectiveKind().word());
  }

  private static final Figure<LawRows> EXTRAPOLATION =
      new Figure<LawRows>(
          "extrapolation",
          "What each law predicts unseen",
          "Every law was fitted anew to the smaller runs and held against the larger ones: dots are the"
              + " mean magnitude of its relative errors, whiskers reach to the largest. Laws stand in"
              + " the order of their error; the better fit is often the worse prophet.",
          """
        select held_out, law, mean_abs_rel, low, high, bias_rel, place
        from (
          select concat(series, ': ', rule) as held_out, concat(form, ' of ', variables) as law,
            mean_abs_rel, mean_abs_rel as low, max_abs_rel as high, bias_rel, place,
            approach, objective_kind, delta
          from latest_scaling_extrapolation
          where source = :study and mean_abs_rel is not null) parts
        order by held_out, place, law, approach, objective_kind, delta""",
          LawComparisonFigures::extrapolation,
          rows ->
              Plot.intervals(
                  "held_out", "mean_abs_rel", "law", Axis.linear("relative error of the loss")),
          "Nothing was held out in this study, or too few rows were left to fit.");

  private static Answer extrapolation(LawRows rows) {
    return Answer.of(
        List.of("held_out", "law", "mean_abs_rel", "low", "high", "bias_rel", "place"),
        rows.extrapolations().stream()
            .filter(row -> row.errors() != null && row.errors().meanAbsRel() != null)
            .map(LawComparisonFigures::error)
            .sorted(DataOrder.by(0, 6, 1, 7, 8, 9))
            .map(row -> row.subList(0, 7)));
  }

  private static List<Object> error(ScalingExtrapolation row) {
    LawKey key = row.key();
    return Answer.row(
        key.series() + ": " + row.rule().word(),
        LawRows.law(key),
        row.errors().meanAbsRel(),
        row.errors().meanAbsRel(),
        row.errors().maxAbsRel(),
        row.errors().biasRel(),
        row.place(),
        key.approach().word(),
        key.objectiveKind().word(),
        key.delta());
  }

  static final List<Figure<LawRows>> ALL = List.of(ALLOCATION, EXTRAPOLATION);
}
