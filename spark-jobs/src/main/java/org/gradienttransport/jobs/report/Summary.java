package org.gradienttransport.jobs.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.report.html.RunReport;
import org.gradienttransport.jobs.tables.RunTables;
import org.gradienttransport.schemas.CheckResult;
import org.gradienttransport.schemas.ClosureCheck;
import org.gradienttransport.schemas.FieldTransport;
import org.gradienttransport.schemas.WindowSummary;

/** A run in a few lines of text: one row per family, failed checks, and where the tables are. */
public final class Summary {
  /** Findings of level INFO that are shown; they ask for nothing. */
  private static final int MOST_REMARKS = 3;

  private final RunTables tables;
  private final Map<String, Family> families;

  /**
   * @param tables of a complete run
   * @param families by name
   */
  public Summary(RunTables tables, Map<String, Family> families) {
    this.tables = tables;
    this.families = new TreeMap<>(families);
    tables.register(FieldTransport.TABLE);
    tables.register(WindowSummary.TABLE);
    tables.register(ClosureCheck.TABLE);
    tables.register(CheckResult.TABLE);
  }

  /** The text, ending in a line break. */
  public String text() {
    return exponents()
        + "\n"
        + checks()
        + notes()
        + "\nTables: "
        + tables.directory()
        + "\n"
        + page();
  }

  private String page() {
    Path page = new Path(tables.directory(), RunReport.FILE);
    try {
      boolean there =
          page.getFileSystem(tables.session().sparkContext().hadoopConfiguration()).exists(page);
      return there ? "Report: " + page + "\n" : "";
    } catch (IOException e) {
      throw new UncheckedIOException(page + " cannot be looked for", e);
    }
  }

  private String exponents() {
    TextTable table =
        new TextTable(
            "family",
            "fields",
            "steps",
            "window",
            "D",
            "z",
            "beta",
            "delta",
            "closure",
            "R2 D",
            "R2 z",
            "R2 delta",
            "CV v_rel");
    Map<String, Row> counts =
        byFamily(
            "select family, count(*) as fields, count(distinct step) as steps from field_transport"
                + " where field_kind = 'real' group by family");
    Map<String, Row> closures =
        byFamily(
            "select family, max(greatest(abs(beta_residual), abs(delta_residual))) as worst"
                + " from closure_check where field_kind = 'real' group by family");
    for (String family : families.keySet()) {
      Row count = counts.get(family);
      Row closure = closures.get(family);
      Map<String, Row> window = window(family);
      List<String> cells = new ArrayList<>();
      cells.add(family);
      cells.add(count == null ? "0" : count.getAs("fields").toString());
      cells.add(count == null ? "0" : count.getAs("steps").toString());
      cells.add(bounds(window.get("D")));
      for (String symbol : List.of("D", "z", "beta", "delta")) {
        cells.add(meanAndDeviation(window.get(symbol)));
      }
      cells.add(number("%.1e", closure == null ? null : closure.getAs("worst")));
      for (String quality : List.of("r2_size", "r2_duration", "r2_intensive")) {
        cells.add(number("%.3f", mean(window.get(quality))));
      }
      Double cv = mean(window.get("cv_v_rel"));
      cells.add(cv == null ? null : number("%.1f %%", cv * 100));
      table.add(cells);
    }
    return table.toString();
  }

  private Map<String, Row> window(String family) {
    Map<String, Row> rows = new TreeMap<>();
    tables
        .query(
            "select * from window_summary where window_name = 'stable' and scale = 'all'"
                + " and field_kind = 'real'")
        .filter(org.apache.spark.sql.functions.col("family").equalTo(family))
        .collectAsList()
        .forEach(row -> rows.put(row.getAs("quantity"), row));
    return rows;
  }

  private Map<String, Row> byFamily(String query) {
    Map<String, Row> rows = new TreeMap<>();
    tables.query(query).collectAsList().forEach(row -> rows.put(row.getAs("family"), row));
    return rows;
  }

  private static String bounds(Row row) {
    return row == null || row.getAs("from_step") == null
        ? null
        : row.getAs("from_step") + "-" + row.getAs("to_step") + " (" + row.getAs("count") + ")";
  }

  private static Double mean(Row row) {
    return row == null ? null : row.getAs("mean");
  }

  private static String meanAndDeviation(Row row) {
    if (row == null || row.getAs("mean") == null) {
      return null;
    }
    String mean = number("%+.3f", row.getAs("mean"));
    return row.getAs("sd") == null ? mean : mean + " ± " + number("%.3f", row.getAs("sd"));
  }

  private static String number(String format, Double value) {
    return value == null ? null : String.format(Locale.ROOT, format, value);
  }

  private String checks() {
    List<Row> failed =
        tables
            .query(
                "select level, family, name, message from check_result where status = 'fail'"
                    + " order by case level when 'ERROR' then 0 when 'WARN' then 1 else 2 end,"
                    + " family, name")
            .collectAsList();
    StringBuilder text = new StringBuilder();
    int remarks = 0;
    for (Row row : failed) {
      if (row.getString(0).equals("INFO") && ++remarks > MOST_REMARKS) {
        continue;
      }
      text.append(
          String.format(
              Locale.ROOT,
              "%-5s %s %s: %s%n",
              row.getString(0),
              row.getString(1),
              row.getString(2),
              row.getString(3)));
    }
    if (remarks > MOST_REMARKS) {
      text.append("INFO  and ").append(remarks - MOST_REMARKS).append(" more, see check_result\n");
    }
    return failed.isEmpty() ? "All checks passed.\n" : text.toString();
  }

  private String notes() {
    StringBuilder text = new StringBuilder();
    families
        .values()
        .forEach(
            family -> {
              if (!family.note().isBlank()) {
                text.append("Note on ").append(family.name()).append(": ");
                text.append(family.note().strip()).append('\n');
              }
            });
    return text.toString();
  }
}
