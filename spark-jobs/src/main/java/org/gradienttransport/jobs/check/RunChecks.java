package org.gradienttransport.jobs.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.check.Finding.Outcome;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.parallel.SideBySide;
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

  private static final String IS_REFUSED =
      "field_kind = 'real'"
          + " and status in ('missing', 'corrupt', 'not_finite', 'wrong_size', 'unreadable')";

  private static final String NAMED =
      "slice(array_sort(collect_list(concat(scale, ' step ', step, ' ', status)) filter (where "
          + IS_REFUSED
          + ")), 1, 4)";

  /** How many real fields were refused, and a text that names a few; no value without any. */
  private static final String REFUSED =
      "case when count_if(field_kind = 'real') > 0 then cast(count_if("
          + IS_REFUSED
          + ") as double) end as refused, concat(count_if(field_kind = 'real'), ' real fields could"
          + " not be read or were refused', case when size("
          + NAMED
          + ") = 0 then '' else concat(', such as ', array_join("
          + NAMED
          + ", ', ')) end) as refusals";

  private final RunTables tables;
  private final Map<String, Family> families;

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
      SnapshotChanges snapshots) {
    List<Finding> findings = new RunChecks(tables, families).askAll(previous, snapshots);
    findings.sort(
        Comparator.comparing(Finding::family)
            .thenComparing(Finding::name)
            .thenComparing(Finding::scope));
    return List.copyOf(findings);
  }

  /** The longest first. */
  private List<Finding> askAll(PreviousRun previous, SnapshotChanges snapshots) {
    Set<String> names = families.keySet();
    List<Callable<List<Finding>>> questions =
        List.of(
            () -> EngineAgreement.check(tables, families),
            () -> FigureDrift.check(tables, names, previous, snapshots),
            () -> WindowDrift.check(tables, names, previous.table(WindowSummary.TABLE)),
            () -> Duplicates.check(tables, families),
            this::closure,
            this::fields,
            this::completeGrid,
            this::sumRule,
            this::readablePerformance,
            this::windows,
            () -> snapshots.findings(names));
    List<Finding> findings = new ArrayList<>();
    SideBySide.all(tables.session().sparkContext(), questions).forEach(findings::addAll);
    return findings;
  }

  private List<Finding> closure() {
    return atMost(
        "closure",
        Level.ERROR,
        byFamily(
            "select family, max(greatest(abs(beta_residual), abs(delta_residual))) as value,"
                + " count(beta_residual) as fits from closure_check group by family"),
        new Asked("value", "fits"),
        CLOSURE_BOUND,
        "The largest residual of beta = D - z and delta = D - z - 1 is %s over %s fits.");
  }

  /** The largest table is read once for all that is asked of it. */
  private List<Finding> fields() {
    List<Finding> found = new ArrayList<>();
    Map<String, Row> fields =
        byFamily(
            "select family, max(abs(sum_after - sum_before)"
                + " / (n * greatest(abs(field_min), abs(field_max)))) filter (where status = 'ok')"
                + " as moved, count_if(status = 'ok') as relaxed, "
                + REFUSED
                + ", avg(case when hit_ceiling then 1.0D else 0.0D end)"
                + " filter (where field_kind = 'real' and hit_ceiling is not null) as unsettled,"
                + " count_if(field_kind = 'real' and hit_ceiling is not null) as settling,"
                + " max(zero_share) filter (where field_kind = 'real' and status = 'ok') as zeros,"
                + " count_if(field_kind = 'real' and status = 'ok') as fitted"
                + " from field_transport group by family");
    found.addAll(
        atMost(
            "conserved_sum",
            Level.ERROR,
            fields,
            new Asked("moved", "relaxed"),
            CONSERVATION_BOUND,
            "Relaxing changes the signed sum by at most %s of N times the largest magnitude, over %s"
                + " relaxations."));
    found.addAll(
        atMost(
            "readable_inputs",
            Level.WARN,
            fields,
            new Asked("refused", "refusals"),
            0,
            "%s of %s; field_transport.message says why."));
    found.addAll(
        atMost(
            "ceiling_share",
            Level.WARN,
            fields,
            new Asked("unsettled", "settling"),
            CEILING_SHARE_BOUND,
            "A share of %s of %s real fields never settles within the ceiling."));
    found.addAll(
        atMost(
            "zero_share",
            Level.INFO,
            fields,
            new Asked("zeros", "fitted"),
            ZERO_SHARE_BOUND,
            "The fitted real field with most exact zeros has a share of %s, of %s fields."));
    return found;
  }

  private List<Finding> completeGrid() {
    List<Finding> findings = new ArrayList<>();
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
    return findings;
  }

  private List<Finding> sumRule() {
    return atMost(
        "sum_rule",
        Level.ERROR,
        byFamily(
            "select family, max(sum_rule_residual) as value, count(sum_rule_residual) as contrasts"
                + " from null_contrast group by family"),
        new Asked("value", "contrasts"),
        SUM_RULE_BOUND,
        "The largest residual of delta_total = delta_dist + delta_assign is %s over %s contrasts.");
  }

  private List<Finding> readablePerformance() {
    return atMost(
        "readable_performance",
        Level.WARN,
        byFamily(
            "select family, cast(count_if(status not in ('ok', 'missing')) as double) as value,"
                + " count_if(status = 'ok') as found from performance group by family"),
        new Asked("value", "found"),
        0,
        "%s evaluations could not be read or are incomplete, %s are sound; performance.message says"
            + " why.");
  }

  private List<Finding> windows() {
    List<Finding> found = new ArrayList<>();
    Map<String, Row> windows =
        byFamily(
            "select family, cast(max(count) filter (where quantity = 'D') as double) as steps,"
                + " max(mean) filter (where quantity = 'r2_size') as r2 from window_summary"
                + " where window_name = 'stable' and field_kind = 'real' group by family");
    found.addAll(
        atLeast(
            "window_length",
            windows,
            "steps",
            SHORTEST_WINDOW,
            "The stable window holds %s fitted steps."));
    found.addAll(
        atLeast(
            "r2_size_floor",
            windows,
            "r2",
            R2_FLOOR,
            "The mean R2 of the D fits over the stable window is %s."));
    return found;
  }

  /**
   * Columns of an answer.
   *
   * @param value held against a bound
   * @param counted what it is told beside
   */
  private record Asked(String value, String counted) {}

  private List<Finding> atMost(
      String name, Level level, Map<String, Row> rows, Asked asked, double bound, String sentence) {
    List<Finding> findings = new ArrayList<>();
    for (String family : families.keySet()) {
      Row row = rows.get(family);
      if (row == null || row.getAs(asked.value()) == null) {
        findings.add(skipped(family, name, level, bound));
        continue;
      }
      double value = row.getAs(asked.value());
      Outcome outcome = value <= bound ? Outcome.PASS : Outcome.FAIL;
      String counted = row.getAs(asked.counted()).toString();
      String message = String.format(Locale.ROOT, sentence, number(value), counted);
      findings.add(new Finding(family, name, "all", level, outcome, value, bound, message));
    }
    return findings;
  }

  private List<Finding> atLeast(
      String name, Map<String, Row> rows, String asked, double bound, String sentence) {
    List<Finding> findings = new ArrayList<>();
    for (String family : families.keySet()) {
      Row row = rows.get(family);
      if (row == null || row.getAs(asked) == null) {
        findings.add(skipped(family, name, Level.WARN, bound));
        continue;
      }
      double value = row.getAs(asked);
      Outcome outcome = value >= bound ? Outcome.PASS : Outcome.FAIL;
      String message = String.format(Locale.ROOT, sentence, number(value));
      findings.add(new Finding(family, name, "all", Level.WARN, outcome, value, bound, message));
    }
    return findings;
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
