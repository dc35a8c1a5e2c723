package org.gradienttransport.jobs.present.catalogue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.gradienttransport.jobs.present.Answer;
import org.gradienttransport.jobs.present.catalogue.Plot.Axis;
import org.gradienttransport.schemas.rows.ScalingCoefficient;
import org.gradienttransport.schemas.rows.ScalingOptimum;
import org.gradienttransport.schemas.rows.ScalingPublished;
import org.gradienttransport.schemas.vocabulary.Coefficient;

/** The laws of a study and what they say to train, beside those that papers print. */
final class PublishedFigures {
  private PublishedFigures() {}

  /** Exponents of laws, and the coefficient that is the scale or the weight of the same term. */
  private static final Map<Coefficient, Coefficient> SCALES =
      Map.of(
          Coefficient.ALPHA, Coefficient.A,
          Coefficient.BETA, Coefficient.B,
          Coefficient.ALPHA_N, Coefficient.N_C,
          Coefficient.ALPHA_D, Coefficient.D_C,
          Coefficient.ALPHA_S, Coefficient.S_C,
          Coefficient.ALPHA_C, Coefficient.C_C);

  private static final Figure<LawRows> LAWS =
      new Figure<LawRows>(
          "law-exponents",
          "Exponents of the laws of the loss",
          "Each exponent of each law, with the 2.5th and 97.5th percentile of the bootstrap; below"
              + " them what was published for the same rows, and what papers print for the same form"
              + " and other data (whiskers: one standard error, where one is printed). The column"
              + " scale is the weight or the scale of the term: A, B, N_c, D_c, S_c, C_c; of alpha_b"
              + " B_*. Exponents of two forms say different things even on the same rows.",
          """
        with ours as (
          select concat(c.series, ': ', c.form, ' of ', c.variables, ', ', c.coefficient) as term,
            c.*, s.value as scale
          from latest_scaling_coefficient c
          left join latest_scaling_coefficient s on s.source = c.source and s.series = c.series
            and s.approach = c.approach and s.form = c.form and s.variables = c.variables
            and s.objective_kind = c.objective_kind and s.delta = c.delta
            and s.coefficient = case c.coefficient when 'alpha' then 'A' when 'beta' then 'B'
              when 'alpha_n' then 'N_c' when 'alpha_d' then 'D_c' when 'alpha_s' then 'S_c'
              when 'alpha_c' then 'C_c' end
          where c.source = :study and c.coefficient in
            ('alpha', 'beta', 'alpha_n', 'alpha_d', 'alpha_s', 'alpha_c'))
        select term, method, value, low, high, scale
        from (
          select term, 'fitted' as method, value, p2_5 as low, p97_5 as high, scale, 1 as place,
            delta, objective_kind
          from ours
          where value is not null
          union all
          select distinct o.term, concat('published: ', p.label), p.value, cast(null as double),
            cast(null as double), cast(null as double), 2, cast(0 as double), ''
          from ours o
          join latest_scaling_published p on p.source = o.source and p.series = o.series
            and p.form = o.form and p.coefficient = o.coefficient
            and (p.approach = o.approach or p.approach = 'none')
          union all
          select concat('other data: ', form, ' of ', variables, ', ', coefficient), method, value,
            low, high, scale, 3, cast(0 as double), ''
          from %s
          where concat(form, variables) in (select concat(form, variables) from ours)) parts
        order by place, term, method, delta, objective_kind, value"""
              .formatted(Literature.laws().sql()),
          PublishedFigures::laws,
          rows -> Plot.intervals("term", "value", "method", Axis.linear("exponent")),
          "No law of this study has exponents in N, D, steps or compute.");

  private static Answer laws(LawRows rows) {
    List<ScalingCoefficient> ours =
        rows.coefficients().stream().filter(row -> SCALES.containsKey(row.coefficient())).toList();
    Stream<List<Object>> fitted =
        ours.stream()
            .filter(row -> row.value() != null)
            .map(row -> fitted(rows, row))
            .sorted(DataOrder.by(0, 1, 6, 7, 2))
            .map(row -> row.subList(0, 6));
    Stream<List<Object>> published =
        ours.stream()
            .flatMap(row -> rows.published(row).map(of -> published(row, of)))
            .distinct()
            .sorted(DataOrder.by(0, 1, 2));
    List<String> forms = ours.stream().map(row -> LawRows.law(row.key())).distinct().toList();
    Stream<List<Object>> others =
        Literature.terms().stream()
            .filter(of -> forms.contains(of.law()))
            .map(Literature.Term::shown)
            .sorted(DataOrder.by(0, 1, 2));
    return Answer.of(
        List.of("term", "method", "value", "low", "high", "scale"),
        Stream.of(fitted, published, others).flatMap(part -> part));
  }

  private static String term(ScalingCoefficient row) {
    return row.key().series() + ": " + LawRows.law(row.key()) + ", " + row.coefficient().word();
  }

  private static List<Object> published(ScalingCoefficient row, ScalingPublished of) {
    return Answer.row(term(row), "published: " + of.label(), of.value(), null, null, null);
  }

  private static List<Object> fitted(LawRows rows, ScalingCoefficient row) {
    Coefficient scale = SCALES.get(row.coefficient());
    return Answer.row(
        term(row),
        "fitted",
        row.value(),
        LawRows.percentile(row, ScalingCoefficient.Percentiles::p2_5),
        LawRows.percentile(row, ScalingCoefficient.Percentiles::p97_5),
        rows.coefficients().stream()
            .filter(other -> other.coefficient() == scale && other.key().equals(row.key()))
            .map(ScalingCoefficient::value)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null),
        row.key().delta(),
        row.key().objectiveKind().word());
  }

  private static final Figure<LawRows> OPTIMA =
      new Figure<LawRows>(
          "optimum",
          "What to train with how much compute",
          "N* by each approach at the budgets of the study (low and high: 10th and 90th percentile of"
              + " the bootstrap), and the optimal models that papers print for other data, which count"
              + " N and C in their own ways. Beyond ten times the largest compute of the data a line is"
              + " an extrapolation.",
          """
        select flops, n_opt, curve, d_opt, low, high, line
        from (
          select flops, n_opt, concat(series, ', approach ', approach) as curve, d_opt,
            n_opt_p10 as low, n_opt_p90 as high, cast(1 as double) as line, 1 as place
          from latest_scaling_optimum
          where source = :study and n_opt is not null
          union all
          select flops, n_opt, curve, d_opt, cast(null as double), cast(null as double),
            cast(null as double), 2
          from %s
          where exists (select 1 from latest_scaling_optimum
            where source = :study and n_opt is not null)) parts
        order by place, curve, flops"""
              .formatted(Literature.optima().sql()),
          PublishedFigures::optima,
          rows ->
              Plot.scatter(
                      "flops",
                      "n_opt",
                      "curve",
                      "d_opt",
                      Axis.log("C, FLOPs"),
                      Axis.log(ComputeFigures.SIZE))
                  .joinedBy("line"),
          "No approach of this study gives an optimum.");

  private static Answer optima(LawRows rows) {
    List<List<Object>> ours =
        rows.optima().stream()
            .filter(row -> row.best() != null && row.best().nOpt() != null)
            .map(PublishedFigures::optimum)
            .sorted(DataOrder.by(2, 0))
            .toList();
    Stream<List<Object>> others =
        ours.isEmpty()
            ? Stream.empty()
            : Literature.optima()
                .sorted(2, 0)
                .map(
                    of -> Answer.row(of.get(0), of.get(1), of.get(2), of.get(3), null, null, null));
    return Answer.of(
        List.of("flops", "n_opt", "curve", "d_opt", "low", "high", "line"),
        Stream.concat(ours.stream(), others));
  }

  private static List<Object> optimum(ScalingOptimum row) {
    ScalingOptimum.Interval interval = row.interval();
    return Answer.row(
        row.flops(),
        row.best().nOpt(),
        row.series() + ", approach " + row.approach().word(),
        row.best().dOpt(),
        interval == null ? null : interval.nOptP10(),
        interval == null ? null : interval.nOptP90(),
        1.0);
  }

  static final List<Figure<LawRows>> ALL = List.of(LAWS, OPTIMA);
}
