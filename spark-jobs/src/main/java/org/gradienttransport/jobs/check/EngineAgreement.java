package org.gradienttransport.jobs.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
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

  private final SparkSession spark;
  private final Published published;
  private final Family family;
  private double largest;
  private int compared;

  private EngineAgreement(SparkSession spark, Published published, Family family) {
    this.spark = spark;
    this.published = published;
    this.family = family;
  }

  /**
   * What is compared, of all families: as many rows as there are steps with a fit.
   *
   * @param windows of the exponents, stable window of the real fields
   * @param exponents of the real fields, one row per step
   * @param associations of exponents over all steps
   * @param external exponents of the metric
   */
  private record Published(
      List<Row> windows, List<Row> exponents, List<Row> associations, List<Row> external) {
    static Published of(RunTables tables) {
      return new Published(
          tables
              .query(
                  "select family, quantity, from_step, to_step, mean, sd from window_summary where"
                      + " window_name = 'stable' and field_kind = 'real' and status = 'ok' and"
                      + " quantity in ('D', 'z', 'delta')")
              .collectAsList(),
          tables
              .query(
                  "select family, step, max(exponent) filter (where symbol = 'D') as D,"
                      + " max(exponent) filter (where symbol = 'z') as z,"
                      + " max(exponent) filter (where symbol = 'delta') as delta"
                      + " from stepwise_exponent where field_kind = 'real' and status = 'ok'"
                      + " group by family, step order by family, step")
              .collectAsList(),
          tables
              .query(
                  "select family, x, pearson, spearman, partial_r from performance_association"
                      + " where scope = 'full' and level = 'exponent' and status = 'ok'")
              .collectAsList(),
          tables
              .query("select family, step, exponent from performance_exponent where status = 'ok'")
              .collectAsList());
    }
  }

  static List<Finding> check(RunTables tables, Map<String, Family> families) {
    Published published = Published.of(tables);
    List<Finding> findings = new ArrayList<>();
    for (Family family : families.values()) {
      EngineAgreement agreement = new EngineAgreement(tables.session(), published, family);
      agreement.compareWindow();
      agreement.compareCorrelations();
      findings.add(agreement.finding());
    }
    return findings;
  }

  private void compareWindow() {
    Map<String, Row> windows = new TreeMap<>();
    own(published.windows()).forEach(row -> windows.put(row.getAs("quantity"), row));
    if (windows.size() < EXPONENTS.size()) {
      return;
    }
    long from = windows.get("D").getAs("from_step");
    long to = windows.get("D").getAs("to_step");
    List<double[]> steps =
        own(published.exponents())
            .filter(row -> from <= step(row) && step(row) <= to)
            .map(row -> doubles(row, EXPONENTS))
            .toList();
    if (steps.size() < 2) {
      return;
    }
    MllibStatistics.Summary again = MllibStatistics.of(spark, steps).summary();
    for (int i = 0; i < EXPONENTS.size(); i++) {
      Row row = windows.get(EXPONENTS.get(i));
      compare(row.getAs("mean"), again.means().get(i));
      compare(row.getAs("sd"), again.deviations().get(i));
    }
  }

  private void compareCorrelations() {
    Map<String, Row> associations = new TreeMap<>();
    own(published.associations()).forEach(row -> associations.put(row.getAs("x"), row));
    Map<Long, Double> external = new TreeMap<>();
    own(published.external()).forEach(row -> external.put(step(row), row.getAs("exponent")));
    List<Row> steps =
        own(published.exponents()).filter(row -> external.containsKey(step(row))).toList();
    if (!associations.keySet().containsAll(EXPONENTS) || steps.size() < 3) {
      return;
    }
    MllibStatistics mllib = MllibStatistics.of(spark, joined(steps, EXPONENTS, external));
    double[][] pearson = mllib.correlations("pearson");
    double[][] spearman = mllib.correlations("spearman");
    for (int i = 0; i < EXPONENTS.size(); i++) {
      compare(associations.get(EXPONENTS.get(i)).getAs("pearson"), pearson[i][3]);
      compare(associations.get(EXPONENTS.get(i)).getAs("spearman"), spearman[i][3]);
    }
    double[] rates = rates(steps);
    if (rates.length == steps.size() && associations.get("D").getAs("partial_r") != null) {
      // Of one exponent only: each line that is fitted takes several Spark jobs.
      MllibStatistics sizes = MllibStatistics.of(spark, joined(steps, List.of("D"), external));
      double[][] partial = sizes.residualsOn(rates).correlations("pearson");
      compare(associations.get("D").getAs("partial_r"), partial[0][1]);
    }
  }

  private double[] rates(List<Row> steps) {
    return steps.stream()
        .map(row -> family.schedule().relativeRate(row.getAs("step")))
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .toArray();
  }

  private Stream<Row> own(List<Row> rows) {
    return rows.stream().filter(row -> family.name().equals(row.getAs("family")));
  }

  private static long step(Row row) {
    return row.getAs("step");
  }

  /** Some exponents at each step, and then the metric's. */
  private static List<double[]> joined(
      List<Row> steps, List<String> exponents, Map<Long, Double> external) {
    return steps.stream()
        .map(
            row ->
                DoubleStream.concat(
                        Arrays.stream(doubles(row, exponents)),
                        DoubleStream.of(external.get(step(row))))
                    .toArray())
        .toList();
  }

  private static double[] doubles(Row row, List<String> columns) {
    return columns.stream().mapToDouble(row::<Double>getAs).toArray();
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
