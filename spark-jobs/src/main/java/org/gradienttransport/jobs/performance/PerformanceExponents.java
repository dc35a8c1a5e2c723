package org.gradienttransport.jobs.performance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.tables.RowBuilder;
import org.gradienttransport.schemas.Performance;
import org.gradienttransport.schemas.PerformanceExponent;
import org.gradienttransport.schemas.spark.SparkSchemas;
import org.gradienttransport.udfs.fit.LogLogFit;
import org.gradienttransport.udfs.fit.PowerLawFit;

/** Rows of performance_exponent: beta_PPL(t) or alpha_acc(t), one fit per step (METHOD 6). */
public final class PerformanceExponents {
  private PerformanceExponents() {}

  /**
   * Fits log metric on log N at each step over the scales that have it.
   *
   * @param performance rows of performance
   */
  public static Dataset<Row> of(Dataset<Row> performance, Map<String, Family> families) {
    Map<String, Family> described = Map.copyOf(families);
    MapFunction<Row, String> key =
        row -> row.<String>getAs("family") + "\u0000" + row.<Long>getAs("step");
    FlatMapGroupsFunction<String, Row, Row> fit =
        (text, rows) -> List.of(row(rows, described)).iterator();
    return performance
        .groupByKey(key, Encoders.STRING())
        .flatMapGroups(fit, Encoders.row(SparkSchemas.structType(PerformanceExponent.TABLE)));
  }

  private static Row row(Iterator<Row> unsorted, Map<String, Family> families) {
    List<Row> rows = new ArrayList<>();
    unsorted.forEachRemaining(rows::add);
    rows.sort(
        Comparator.comparingLong((Row row) -> row.getAs(Performance.N.name()))
            .thenComparing(row -> row.<String>getAs(Performance.SCALE.name())));
    Row any = rows.get(0);
    String family = any.getAs(Performance.FAMILY.name());
    ExternalMetric metric = ExternalMetric.of(families.get(family).performance().orElseThrow());
    List<Row> usable = rows.stream().filter(PerformanceExponents::isUsable).toList();
    PowerLawFit law =
        LogLogFit.of(
            usable.stream().mapToDouble(row -> row.<Long>getAs(Performance.N.name())).toArray(),
            usable.stream()
                .mapToDouble(row -> metric.floored(row.getAs(Performance.VALUE.name())))
                .toArray());
    return RowBuilder.of(PerformanceExponent.TABLE)
        .set(PerformanceExponent.FAMILY, family)
        .set(PerformanceExponent.STEP, any.getAs(Performance.STEP.name()))
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
        .set(PerformanceExponent.STATUS, law.status().label())
        .set(PerformanceExponent.MESSAGE, law.fitted() ? null : message(rows))
        .build();
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
