package org.gradienttransport.jobs.check;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.check.Finding.Outcome;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.tables.RunTables;

/**
 * Published statistics against a second implementation. Tables are made with Commons Math, family
 * by family inside one stage; Spark MLlib makes window means and correlation matrices of the
 * exponents again, from the staged tables.
 */
final class EngineAgreement {
  static final String NAME = "engine_agreement";

  /** Two sound implementations differ by rounding. */
  static final double BOUND = 1e-9;

  private static final List<String> EXPONENTS = List.of("D", "z", "delta");
  private static final List<String> SIZES = List.of("D", "exponent");

  private final RunTables tables;
  private final Family family;
  private double largest;
  private int compared;

  private EngineAgreement(RunTables tables, Family family) {
    this.tables = tables;
    this.family = family;
  }

  static List<Finding> check(RunTables tables, Map<String, Family> families) {
    List<Finding> findings = new ArrayList<>();
    for (Family family : families.values()) {
      EngineAgreement agreement = new EngineAgreement(tables, family);
      agreement.compareWindow();
      agreement.compareCorrelations();
      findings.add(agreement.finding());
    }
    return findings;
  }

  private void compareWindow() {
    Map<String, Row> published = new TreeMap<>();
    own("window_summary", "window_name = 'stable' and field_kind = 'real' and status = 'ok'")
        .where(col("quantity").isin(EXPONENTS.toArray()))
        .collectAsList()
        .forEach(row -> published.put(row.getAs("quantity"), row));
    if (published.size() < EXPONENTS.size()) {
      return;
    }
    Row bounds = published.get("D");
    List<Row> steps =
        exponents()
            .where(
                col("step")
                    .between(
                        lit(bounds.<Long>getAs("from_step")), lit(bounds.<Long>getAs("to_step"))))
            .orderBy("step")
            .collectAsList();
    if (steps.size() < 2) {
      return;
    }
    MllibStatistics.Summary again =
        MllibStatistics.of(tables.session(), doubles(steps, EXPONENTS)).summary();
    for (int i = 0; i < EXPONENTS.size(); i++) {
      Row row = published.get(EXPONENTS.get(i));
      compare(row.getAs("mean"), again.means().get(i));
      compare(row.getAs("sd"), again.deviations().get(i));
    }
  }

  private void compareCorrelations() {
    Map<String, Row> published = new TreeMap<>();
    own("performance_association", "scope = 'full' and level = 'exponent' and status = 'ok'")
        .collectAsList()
        .forEach(row -> published.put(row.getAs("x"), row));
    List<Row> steps =
        exponents()
            .join(own("performance_exponent", "status = 'ok'").select("step", "exponent"), "step")
            .orderBy("step")
            .collectAsList();
    if (!published.keySet().containsAll(EXPONENTS) || steps.size() < 3) {
      return;
    }
    List<String> columns = List.of("D", "z", "delta", "exponent");
    double[][] values = doubles(steps, columns);
    MllibStatistics mllib = MllibStatistics.of(tables.session(), values);
    double[][] pearson = mllib.correlations("pearson");
    double[][] spearman = mllib.correlations("spearman");
    for (int i = 0; i < EXPONENTS.size(); i++) {
      compare(published.get(EXPONENTS.get(i)).getAs("pearson"), pearson[i][3]);
      compare(published.get(EXPONENTS.get(i)).getAs("spearman"), spearman[i][3]);
    }
    double[] rates = rates(steps);
    if (rates.length == steps.size() && published.get("D").getAs("partial_r") != null) {
      // Of one exponent only: each line that is fitted takes several Spark jobs.
      MllibStatistics sizes = MllibStatistics.of(tables.session(), doubles(steps, SIZES));
      double[][] partial = sizes.residualsOn(rates).correlations("pearson");
      compare(published.get("D").getAs("partial_r"), partial[0][1]);
    }
  }

  private double[] rates(List<Row> steps) {
    return steps.stream()
        .map(row -> family.schedule().relativeRate(row.getAs("step")))
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .toArray();
  }

  /** D, z and delta of the real field, one row per fitted step. */
  private Dataset<Row> exponents() {
    return own("stepwise_exponent", "field_kind = 'real' and status = 'ok'")
        .groupBy("step")
        .pivot("symbol", List.<Object>copyOf(EXPONENTS))
        .agg(org.apache.spark.sql.functions.max("exponent"));
  }

  private Dataset<Row> own(String table, String condition) {
    return tables
        .query("select * from " + table)
        .where(condition)
        .where(col("family").equalTo(family.name()));
  }

  private static double[][] doubles(List<Row> rows, List<String> columns) {
    return rows.stream()
        .map(row -> columns.stream().mapToDouble(row::<Double>getAs).toArray())
        .toArray(double[][]::new);
  }

  private void compare(Double published, double again) {
    if (published != null) {
      largest = Math.max(largest, Math.abs(published - again));
      compared++;
    }
  }

  private Finding finding() {
    if (compared == 0) {
      return RunChecks.skipped(family.name(), NAME, Level.WARN, BOUND);
    }
    return new Finding(
        family.name(),
        NAME,
        "all",
        Level.WARN,
        largest <= BOUND ? Outcome.PASS : Outcome.FAIL,
        largest,
        BOUND,
        String.format(
            Locale.ROOT,
            "Spark MLlib's means, deviations and correlations differ from the published ones by at"
                + " most %.3g, over %d statistics.",
            largest,
            compared));
  }
}
