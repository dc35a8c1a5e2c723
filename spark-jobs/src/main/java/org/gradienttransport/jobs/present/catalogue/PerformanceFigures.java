package org.gradienttransport.jobs.present.catalogue;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toUnmodifiableSet;
import static org.gradienttransport.jobs.present.catalogue.FamilyRows.by;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.gradienttransport.jobs.present.Answer;
import org.gradienttransport.jobs.present.catalogue.Plot.Axis;
import org.gradienttransport.schemas.rows.AssociationResult;
import org.gradienttransport.schemas.rows.Performance;
import org.gradienttransport.schemas.rows.PerformanceAssociation;
import org.gradienttransport.schemas.rows.PerformanceExponent;
import org.gradienttransport.schemas.vocabulary.EvaluationStatus;
import org.gradienttransport.schemas.vocabulary.FitStatus;
import org.gradienttransport.schemas.vocabulary.Observable;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.schemas.vocabulary.Word;

/** The bridge to external performance (METHOD section 6). */
final class PerformanceFigures {
  private static final String ABSENT =
      "This run has no external performance for this family, so there is no bridge to draw. Give"
          + " 'performance' in the family file.";

  private PerformanceFigures() {}

  private static final Figure<FamilyRows> METRIC =
      new Figure<FamilyRows>(
          "metric",
          "External performance by scale",
          "The metric the family's file names, as read, at the steps it was taken.",
          """
        select step, scale, metric, n, value
        from latest_performance
        where family = :family and status = 'ok' and value is not null
        order by n, scale, metric, step""",
          PerformanceFigures::metric,
          rows -> rows.overTraining("value", "scale", Axis.log(metricNames(rows))),
          ABSENT);

  private static String metricNames(FamilyRows rows) {
    return rows.performance().stream()
        .map(Performance::metric)
        .distinct()
        .sorted()
        .collect(joining(", "));
  }

  private static Answer metric(FamilyRows rows) {
    return Answer.of(
        List.of("step", "scale", "metric", "n", "value"),
        rows.performance().stream()
            .filter(row -> row.status() == EvaluationStatus.OK && row.value() != null)
            .sorted(
                by(Performance::n)
                    .thenComparing(Performance::scale)
                    .thenComparing(Performance::metric)
                    .thenComparing(Performance::step))
            .map(row -> Answer.row(row.step(), row.scale(), row.metric(), row.n(), row.value())));
  }

  private static final Figure<FamilyRows> EXPONENTS =
      new Figure<FamilyRows>(
          "external",
          "External exponent beside D - 1",
          "Slope of the logarithm of the metric on log N at each step, and D - 1 at the same steps.",
          """
        select e.step, e.symbol as quantity, e.exponent as value, e.std_error, e.r2, 1 as place
        from latest_performance_exponent e
        where e.family = :family and e.status = 'ok'
        union all
        select s.step, 'D - 1', s.exponent - 1, s.std_error, s.r2, 2
        from latest_stepwise_exponent s
        where s.family = :family and s.field_kind = 'real' and s.symbol = 'D' and s.status = 'ok'
          and s.step in (select step from latest_performance_exponent where family = :family)
        order by place, quantity, step""",
          PerformanceFigures::exponents,
          rows -> rows.overTraining("value", "quantity", Axis.linear("exponent")),
          ABSENT);

  private static Answer exponents(FamilyRows rows) {
    Set<Long> steps =
        rows.performanceExponents().stream()
            .map(PerformanceExponent::step)
            .collect(toUnmodifiableSet());
    Stream<List<Object>> external =
        rows.performanceExponents().stream()
            .filter(row -> row.status() == FitStatus.OK)
            .sorted(
                Comparator.comparing(PerformanceExponent::symbol)
                    .thenComparing(PerformanceExponent::step))
            .map(
                row ->
                    Answer.row(
                        row.step(), row.symbol(), row.exponent(), row.stdError(), row.r2(), 1));
    Stream<List<Object>> transport =
        rows.realFits(Observable.SIZE)
            .filter(row -> steps.contains(row.step()))
            .map(
                row ->
                    Answer.row(
                        row.step(),
                        TransportFigures.name(Quantity.D),
                        TransportFigures.excess(Quantity.D, row.law().exponent()),
                        row.law().stdError(),
                        row.law().r2(),
                        2));
    return Answer.of(
        List.of("step", "quantity", "value", "std_error", "r2", "place"),
        Stream.concat(external, transport));
  }

  private static final Figure<FamilyRows> ASSOCIATIONS =
      new Figure<FamilyRows>(
          "bridge",
          "Performance bridge",
          "Pearson correlation over all steps, raw and after both sides were residualised on the"
              + " learning rate. Whiskers on the raw value are its moving-block bootstrap interval;"
              + " p-values would describe, not prove, for steps are autocorrelated.",
          """
        select pair, statistic, r, low, high, p, n
        from (
          select family, scope, status, level, scale, x, y, concat(y, ' with ', x,
            case scale when 'all' then '' else concat(', ', scale) end) as pair, 1 as place,
            'raw' as statistic, pearson as r, boot_low as low, boot_high as high, p, n
          from latest_performance_association
          union all
          select family, scope, status, level, scale, x, y, concat(y, ' with ', x,
            case scale when 'all' then '' else concat(', ', scale) end), 2,
            'LR-partial', partial_r, null, null, partial_p, n
          from latest_performance_association) sides
        where family = :family and scope = 'full' and status = 'ok'
        order by level, x, y, scale, place""",
          PerformanceFigures::associations,
          rows -> Plot.intervals("pair", "r", "statistic", Axis.linear("correlation over steps")),
          ABSENT);

  static final List<Figure<FamilyRows>> ALL = List.of(METRIC, EXPONENTS, ASSOCIATIONS);

  private static Answer associations(FamilyRows rows) {
    return Answer.of(
        List.of("pair", "statistic", "r", "low", "high", "p", "n"),
        rows.associations().stream()
            .sorted(
                Comparator.comparing((PerformanceAssociation row) -> row.level().word())
                    .thenComparing(PerformanceAssociation::x)
                    .thenComparing(PerformanceAssociation::y)
                    .thenComparing(PerformanceAssociation::scale))
            .flatMap(PerformanceFigures::sides));
  }

  private static Stream<List<Object>> sides(PerformanceAssociation row) {
    String pair =
        row.y() + " with " + row.x() + (row.scale().equals(Word.ALL) ? "" : ", " + row.scale());
    AssociationResult of = row.result();
    return Stream.of(
        Answer.row(pair, "raw", of.pearson(), of.bootLow(), of.bootHigh(), of.p(), row.n()),
        Answer.row(pair, "LR-partial", of.partialR(), null, null, of.partialP(), row.n()));
  }
}
