package org.gradienttransport.jobs.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.check.Finding.Outcome;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.tables.RunTables;
import org.gradienttransport.schemas.WindowSummary;

/**
 * The checks every run is put through before it is published. Each asks one question of the staged
 * tables, family by family, and answers with a number, a bound and a sentence.
 */
public final class RunChecks {
  /** Largest closure residual that rounding explains. */
  static final double CLOSURE_BOUND = 1e-10;

  /** Largest change of the signed sum, relative to N times the largest magnitude. */
  static final double CONSERVATION_BOUND = 1e-12;

  static final double CEILING_SHARE_BOUND = 0.01;
  static final double ZERO_SHARE_BOUND = 0.5;
  static final double R2_FLOOR = 0.9;
  static final long SHORTEST_WINDOW = 10;

  /** Largest residual of total = dist + assign that rounding explains. */
  static final double SUM_RULE_BOUND = 1e-12;

  private final RunTables tables;
  private final Map<String, Family> families;
  private final List<Finding> findings = new ArrayList<>();

  private RunChecks(RunTables tables, Map<String, Family> families) {
    this.tables = tables;
    this.families = new TreeMap<>(families);
  }

  /**
   * Asks all questions; findings by family, name and scope.
   *
   * @param previous the run that was current before
   * @param snapshots what became of the inputs since then
   */
  public static List<Finding> of(
      RunTables tables,
      Map<String, Family> families,
      PreviousRun previous,
      SnapshotChanges snapshots)
      throws IOException {
    RunChecks checks = new RunChecks(tables, families);
    checks.closure();
    checks.conservedSums();
    checks.readableInputs();
    checks.completeGrid();
    checks.ceilingShare();
    checks.zeroShare();
    checks.sumRule();
    checks.readablePerformance();
    checks.windowLength();
    checks.sizeFitQuality();
    checks.findings.addAll(Duplicates.check(tables, checks.families));
    checks.findings.addAll(snapshots.findings(checks.families.keySet()));
    checks.findings.addAll(
        WindowDrift.check(tables, checks.families.keySet(), previous.table(WindowSummary.TABLE)));
    checks.findings.addAll(
        FigureDrift.check(tables, checks.families.keySet(), previous, snapshots));
    checks.findings.addAll(EngineAgreement.check(tables, checks.families));
    checks.findings.sort(
        Comparator.comparing(Finding::family)
            .thenComparing(Finding::name)
            .thenComparing(Finding::scope));
    return List.copyOf(checks.findings);
  }

  private void closure() {
    Map<String, Row> worst =
        byFamily(
            "select family, max(greatest(abs(beta_residual), abs(delta_residual))) as value,"
                + " count(beta_residual) as fits from closure_check group by family");
    atMost(
        "closure",
        Level.ERROR,
        worst,
        CLOSURE_BOUND,
        "The largest residual of beta = D - z and delta = D - z - 1 is %s over %s fits.",
        "fits");
  }

  private void conservedSums() {
    Map<String, Row> worst =
        byFamily(
            "select family, max(abs(sum_after - sum_before)"
                + " / (n * greatest(abs(field_min), abs(field_max)))) as value, count(*) as fields"
                + " from field_transport where status = 'ok' group by family");
    atMost(
        "conserved_sum",
        Level.ERROR,
        worst,
        CONSERVATION_BOUND,
        "Relaxing changes the signed sum by at most %s of N times the largest magnitude, over %s"
            + " relaxations.",
        "fields");
  }

  private void readableInputs() {
    String named =
        "slice(array_sort(collect_list(case when status in ('missing', 'corrupt', 'not_finite',"
            + " 'wrong_size', 'unreadable') then concat(scale, ' step ', step, ' ', status) end)),"
            + " 1, 4)";
    Map<String, Row> refused =
        byFamily(
            "select family, cast(count_if(status in ('missing', 'corrupt', 'not_finite',"
                + " 'wrong_size', 'unreadable')) as double) as value, concat(count(*), ' real fields"
                + " could not be read or were refused', case when size("
                + named
                + ") = 0 then '' else concat(', such as ', array_join("
                + named
                + ", ', ')) end) as fields"
                + " from field_transport where field_kind = 'real' group by family");
    atMost(
        "readable_inputs",
        Level.WARN,
        refused,
        0,
        "%s of %s; field_transport.message says why.",
        "fields");
  }

  private void completeGrid() {
    Map<String, Row> incomplete =
        byFamily(
            "select family, cast(count_if(status <> 'ok') as double) as value, count(*) as steps"
                + " from compressibility where field_kind = 'real' group by family");
    for (String family : families.keySet()) {
      Row row = incomplete.get(family);
      double value = row == null ? 0 : row.getAs("value");
      findings.add(
          new Finding(
              family,
              "grid_complete",
              "real",
              Level.INFO,
              row != null && value == 0 ? Outcome.PASS : Outcome.FAIL,
              value,
              0.0,
              String.format(
                  Locale.ROOT,
                  "%s of %s steps have no fit because scales are missing or degenerate.",
                  number(value),
                  row == null ? "0" : row.getAs("steps").toString())));
    }
  }

  private void ceilingShare() {
    Map<String, Row> share =
        byFamily(
            "select family, avg(case when hit_ceiling then 1.0D else 0.0D end) as value,"
                + " count(*) as fields from field_transport"
                + " where field_kind = 'real' and hit_ceiling is not null group by family");
    atMost(
        "ceiling_share",
        Level.WARN,
        share,
        CEILING_SHARE_BOUND,
        "A share of %s of %s real fields never settles within the ceiling.",
        "fields");
  }

  private void zeroShare() {
    Map<String, Row> share =
        byFamily(
            "select family, max(zero_share) as value, count(*) as fields from field_transport"
                + " where field_kind = 'real' and status = 'ok' group by family");
    atMost(
        "zero_share",
        Level.INFO,
        share,
        ZERO_SHARE_BOUND,
        "The fitted real field with most exact zeros has a share of %s, of %s fields.",
        "fields");
  }

  private void sumRule() {
    Map<String, Row> worst =
        byFamily(
            "select family, max(sum_rule_residual) as value, count(sum_rule_residual) as contrasts"
                + " from null_contrast group by family");
    atMost(
        "sum_rule",
        Level.ERROR,
        worst,
        SUM_RULE_BOUND,
        "The largest residual of delta_total = delta_dist + delta_assign is %s over %s contrasts.",
        "contrasts");
  }

  private void readablePerformance() {
    Map<String, Row> damaged =
        byFamily(
            "select family, cast(count_if(status not in ('ok', 'missing')) as double) as value,"
                + " count_if(status = 'ok') as found from performance group by family");
    atMost(
        "readable_performance",
        Level.WARN,
        damaged,
        0,
        "%s evaluations could not be read or are incomplete, %s are sound; performance.message says"
            + " why.",
        "found");
  }

  private void windowLength() {
    Map<String, Row> steps =
        byFamily(
            "select family, cast(max(count) as double) as value from window_summary"
                + " where window_name = 'stable' and field_kind = 'real' and quantity = 'D'"
                + " group by family");
    atLeast(
        "window_length",
        Level.WARN,
        steps,
        SHORTEST_WINDOW,
        "The stable window holds %s fitted steps.");
  }

  private void sizeFitQuality() {
    Map<String, Row> quality =
        byFamily(
            "select family, mean as value from window_summary where window_name = 'stable'"
                + " and field_kind = 'real' and quantity = 'r2_size'");
    atLeast(
        "r2_size_floor",
        Level.WARN,
        quality,
        R2_FLOOR,
        "The mean R2 of the D fits over the stable window is %s.");
  }

  private void atMost(
      String name,
      Level level,
      Map<String, Row> values,
      double bound,
      String sentence,
      String counted) {
    for (String family : families.keySet()) {
      Row row = values.get(family);
      if (row == null || row.getAs("value") == null) {
        findings.add(skipped(family, name, level, bound));
        continue;
      }
      double value = row.getAs("value");
      findings.add(
          new Finding(
              family,
              name,
              "all",
              level,
              value <= bound ? Outcome.PASS : Outcome.FAIL,
              value,
              bound,
              String.format(Locale.ROOT, sentence, number(value), row.getAs(counted).toString())));
    }
  }

  private void atLeast(
      String name, Level level, Map<String, Row> values, double bound, String sentence) {
    for (String family : families.keySet()) {
      Row row = values.get(family);
      if (row == null || row.getAs("value") == null) {
        findings.add(skipped(family, name, level, bound));
        continue;
      }
      double value = row.getAs("value");
      findings.add(
          new Finding(
              family,
              name,
              "all",
              level,
              value >= bound ? Outcome.PASS : Outcome.FAIL,
              value,
              bound,
              String.format(Locale.ROOT, sentence, number(value))));
    }
  }

  static Finding skipped(String family, String name, Level level, double bound) {
    return new Finding(
        family,
        name,
        "all",
        level,
        Outcome.SKIPPED,
        null,
        bound,
        "There is nothing to check: no field of this family got that far.");
  }

  static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.format(Locale.ROOT, "%,d", (long) value)
        : String.format(Locale.ROOT, "%.3g", value);
  }

  private Map<String, Row> byFamily(String query) {
    Map<String, Row> rows = new TreeMap<>();
    tables.query(query).collectAsList().forEach(row -> rows.put(row.getAs("family"), row));
    return rows;
  }
}
