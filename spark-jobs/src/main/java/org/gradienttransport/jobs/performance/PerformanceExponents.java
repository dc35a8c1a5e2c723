package org.gradienttransport.jobs.performance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.tables.RowBuilder;
import org.gradienttransport.schemas.Performance;
import org.gradienttransport.schemas.PerformanceExponent;
import org.gradienttransport.udfs.fit.LogLogFit;
import org.gradienttransport.udfs.fit.PowerLawFit;

/** Rows of performance_exponent: beta_PPL(t) or alpha_acc(t), one fit per step (METHOD 6). */
public final class PerformanceExponents {
  private PerformanceExponents() {}

  /**
   * One step's fit.
   *
   * @param symbol of the exponent
   * @param row of performance_exponent
   */
  public record Fit(long step, String symbol, PowerLawFit law, Row row) {}

  /**
   * Fits log metric on log N at each step over the scales that have it.
   *
   * @param performance the family's rows of performance, in any order
   */
  public static List<Fit> of(Family family, List<Row> performance) {
    Map<Long, List<Row>> steps = new TreeMap<>();
    for (Row row : performance) {
      steps.computeIfAbsent(row.getAs(Performance.STEP.name()), step -> new ArrayList<>()).add(row);
    }
    return steps.entrySet().stream()
        .map(step -> fit(family, step.getKey(), step.getValue()))
        .toList();
  }

  private static Fit fit(Family family, long step, List<Row> rows) {
    rows.sort(
        Comparator.comparingLong((Row row) -> row.getAs(Performance.N.name()))
            .thenComparing(row -> row.<String>getAs(Performance.SCALE.name())));
    ExternalMetric metric = ExternalMetric.of(family.performance().orElseThrow());
    List<Row> usable = rows.stream().filter(PerformanceExponents::isUsable).toList();
    PowerLawFit law =
        LogLogFit.of(
            usable.stream().mapToDouble(row -> row.<Long>getAs(Performance.N.name())).toArray(),
            usable.stream()
                .mapToDouble(row -> metric.floored(row.getAs(Performance.VALUE.name())))
                .toArray());
    Row row =
        RowBuilder.of(PerformanceExponent.TABLE)
            .set(PerformanceExponent.FAMILY, family.name())
            .set(PerformanceExponent.STEP, step)
            .set(PerformanceExponent.METRIC, metric.metric())
            .set(PerformanceExponent.SYMBOL, metric.symbol())
            .set(PerformanceExponent.EXPONENT, law.slope())
            .set(PerformanceExponent.STD_ERROR, law.stdError())
            .set(PerformanceExponent.INTERCEPT, law.intercept())
            .set(PerformanceExponent.R2, law.r2())
            .set(PerformanceExponent.SCALES, usable.size())
            .set(
                PerformanceExponent.SCALE_NAMES,
                usable.stream().map(PerformanceExponents::scale).toList())
            .set(PerformanceExponent.STATUS, law.status().word())
            .set(PerformanceExponent.MESSAGE, law.fitted() ? null : message(rows))
            .build();
    return new Fit(step, metric.symbol(), law, row);
  }

  private static String message(List<Row> rows) {
    List<String> absent =
        rows.stream()
            .filter(row -> !isUsable(row))
            .map(row -> scale(row) + " (" + row.getAs(Performance.STATUS.name()) + ")")
            .toList();
    return "A fit needs three scales with a value; without one here: "
        + (absent.isEmpty() ? "none" : String.join(", ", absent))
        + ".";
  }

  private static String scale(Row row) {
    return row.getAs(Performance.SCALE.name());
  }

  private static boolean isUsable(Row row) {
    return Reading.OK.equals(row.getAs(Performance.STATUS.name()));
  }
}
