package org.gradienttransport.jobs.aggregate;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.schemas.rows.Performance;
import org.gradienttransport.schemas.rows.PerformanceExponent;
import org.gradienttransport.schemas.vocabulary.EvaluationStatus;
import org.gradienttransport.udfs.fit.LogLogFit;
import org.gradienttransport.udfs.fit.PowerLawFit;

/** Rows of performance_exponent: beta_PPL(t) or alpha_acc(t), one fit per step (METHOD 6). */
final class PerformanceExponents {
  private PerformanceExponents() {}

  /**
   * Fits log metric on log N at each step over the scales that have it.
   *
   * @param performance the family's rows of performance, in any order
   */
  static List<PerformanceExponent> of(Family family, List<Performance> performance) {
    List<PerformanceExponent> fits = new ArrayList<>();
    performance.stream()
        .collect(groupingBy(Performance::step, TreeMap::new, toList()))
        .forEach((step, rows) -> fits.add(fit(family, step, rows)));
    return fits;
  }

  private static PerformanceExponent fit(Family family, long step, List<Performance> all) {
    List<Performance> rows =
        all.stream()
            .sorted(Comparator.comparing(Performance::n).thenComparing(Performance::scale))
            .toList();
    ExternalMetric metric = ExternalMetric.of(family.performance().orElseThrow());
    List<Performance> usable =
        rows.stream().filter(row -> row.status() == EvaluationStatus.OK).toList();
    PowerLawFit law =
        LogLogFit.of(
            usable.stream().mapToDouble(Performance::n).toArray(),
            usable.stream().mapToDouble(row -> metric.floored(row.value())).toArray());
    return new PerformanceExponent(
        family.name(),
        step,
        metric.metric(),
        metric.symbol(),
        law.slope(),
        law.stdError(),
        law.intercept(),
        law.r2(),
        usable.size(),
        usable.stream().map(Performance::scale).toList(),
        law.status(),
        law.fitted() ? null : message(rows));
  }

  private static String message(List<Performance> rows) {
    long sizes =
        rows.stream()
            .filter(row -> row.status() == EvaluationStatus.OK)
            .map(Performance::n)
            .distinct()
            .count();
    List<String> absent =
        rows.stream()
            .filter(row -> row.status() != EvaluationStatus.OK)
            .map(row -> row.scale() + " (" + row.status().word() + ")")
            .toList();
    return "A fit needs a value at three different N and has %s; scales without a value here: %s."
        .formatted(sizes, absent.isEmpty() ? "none" : String.join(", ", absent));
  }
}
