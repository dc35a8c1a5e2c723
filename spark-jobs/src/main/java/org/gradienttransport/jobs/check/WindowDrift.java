package org.gradienttransport.jobs.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.check.Finding.Outcome;
import org.gradienttransport.jobs.tables.RunTables;
import org.gradienttransport.jobs.tables.TableWriter;
import org.gradienttransport.schemas.WindowSummary;

/** How far every published window figure has moved since the previous published run. */
final class WindowDrift {
  static final String NAME = "window_drift";

  /** Largest change of a window mean, in standard deviations of its per-step values. */
  static final double BOUND = 0.5;

  private static final String KEY = "family, window_name, field_kind, replicate, quantity, scale";

  /** Figures without a standard deviation over steps, such as cv_v_rel, move relative to size. */
  private static final String MOVED =
      "abs(c.mean - p.mean) / coalesce(nullif(p.sd, 0), nullif(abs(p.mean), 0), 1)";

  private WindowDrift() {}

  static List<Finding> check(RunTables tables, Set<String> families, Optional<Path> previous) {
    Map<String, Row> largest = previous.isEmpty() ? Map.of() : largest(tables, previous.get());
    List<Finding> findings = new ArrayList<>();
    for (String family : families) {
      Row row = largest.get(family);
      findings.add(row == null ? skipped(family) : finding(family, row));
    }
    return findings;
  }

  private static Map<String, Row> largest(RunTables tables, Path previous) {
    TableWriter.read(tables.session(), WindowSummary.TABLE, previous)
        .createOrReplaceTempView("previous_window_summary");
    Map<String, Row> rows = new TreeMap<>();
    tables
        .query(
            "select *, count(*) over (partition by family) as figures, row_number() over"
                + " (partition by family order by moved desc, window_name, field_kind, replicate,"
                + " quantity, scale) as place from (select "
                + KEY
                + ", c.mean as now, p.mean as before, "
                + MOVED
                + " as moved from window_summary c join previous_window_summary p using ("
                + KEY
                + ") where c.mean is not null and p.mean is not null)")
        .where("place = 1")
        .collectAsList()
        .forEach(row -> rows.put(row.getAs("family"), row));
    return rows;
  }

  private static Finding finding(String family, Row row) {
    double moved = row.getAs("moved");
    return new Finding(
        family,
        NAME,
        "all",
        Level.WARN,
        moved <= BOUND ? Outcome.PASS : Outcome.FAIL,
        moved,
        BOUND,
        String.format(
            Locale.ROOT,
            "Of %d window figures, %s of %s (%s window, %s, scale %s) moved most since the previous"
                + " run: from %.5g to %.5g, %.3g standard deviations of its steps.",
            row.<Long>getAs("figures"),
            row.getAs("quantity"),
            family,
            row.getAs("window_name"),
            row.getAs("field_kind"),
            row.getAs("scale"),
            row.<Double>getAs("before"),
            row.<Double>getAs("now"),
            moved));
  }

  private static Finding skipped(String family) {
    return new Finding(
        family,
        NAME,
        "all",
        Level.WARN,
        Outcome.SKIPPED,
        null,
        BOUND,
        "No earlier run of this family is published, so there is nothing to compare with.");
  }
}
