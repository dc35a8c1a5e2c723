package org.gradienttransport.jobs.query;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradienttransport.jobs.report.TextTable;

/** Series over training steps, each from one query in SQL that both engines understand. */
public enum Figure {
  V_REL(
      "Intensive transport efficiency v_rel(t) by scale",
      "SELECT family, scale AS series, step, v_rel AS value FROM latest_field_transport"
          + " WHERE field_kind = 'real' AND status = 'ok'%s ORDER BY family, n, series, step"),
  EXPONENTS(
      "Exponents over the scales",
      "SELECT family, symbol AS series, step, exponent AS value FROM latest_stepwise_exponent"
          + " WHERE field_kind = 'real' AND status = 'ok'%s ORDER BY family, series, step"),
  R2(
      "Compressibility: R2 of the fits",
      "SELECT family, symbol AS series, step, r2 AS value FROM latest_stepwise_exponent WHERE"
          + " field_kind = 'real' AND r2 IS NOT NULL%s ORDER BY family, series, step"),
  NULLS(
      "z of the real fields and of the first realisation of their nulls",
      "SELECT family, field_kind AS series, step, exponent AS value FROM latest_stepwise_exponent"
          + " WHERE symbol = 'z' AND replicate = 0 AND status = 'ok'%s"
          + " ORDER BY family, series DESC, step"),
  CONTRAST(
      "z of the real fields less that of their nulls",
      "SELECT family, series, step, value FROM ("
          + contrastOf("total")
          + " UNION ALL "
          + contrastOf("dist")
          + " UNION ALL "
          + contrastOf("assign")
          + ") AS contrasts WHERE value IS NOT NULL%s ORDER BY family, series DESC, step"),
  PERFORMANCE(
      "External metric by scale",
      "SELECT family, scale AS series, step, value FROM latest_performance WHERE status = 'ok'"
          + " AND value IS NOT NULL%s ORDER BY family, n, series, step");

  private static String contrastOf(String part) {
    return "SELECT family, '"
        + part
        + "' AS series, from_step AS step, delta_"
        + part
        + " AS value FROM latest_null_contrast WHERE scope = 'step' AND observable = 'z' AND delta_"
        + part
        + " IS NOT NULL";
  }

  private static final int WIDTH = 72;

  private final String title;
  private final String query;

  Figure(String title, String query) {
    this.title = title;
    this.query = query;
  }

  /** The query, for one family or, for null, for all: family, series, step, value. */
  public String query(String family) {
    return query.formatted(family == null ? "" : " AND family = '" + family + "'");
  }

  /** The figure as lines of text, one per series, and the range of each. */
  public String text(QueryResult result) {
    Map<String, Map<String, TextSeries>> families = new LinkedHashMap<>();
    for (List<Object> row : result.rows()) {
      families
          .computeIfAbsent((String) row.get(0), name -> new LinkedHashMap<>())
          .computeIfAbsent((String) row.get(1), name -> new TextSeries())
          .add(((Number) row.get(2)).longValue(), ((Number) row.get(3)).doubleValue());
    }
    StringBuilder text = new StringBuilder(title).append('\n');
    families.forEach((family, series) -> text.append(text(family, series)));
    return families.isEmpty()
        ? text.append("The run has no values for it.\n").toString()
        : text.toString();
  }

  private static String text(String family, Map<String, TextSeries> series) {
    double min = series.values().stream().mapToDouble(TextSeries::min).min().orElse(0);
    double max = series.values().stream().mapToDouble(TextSeries::max).max().orElse(0);
    TextTable table =
        new TextTable("", TextSeries.axis(series.values(), min, max), "first", "last", "mean");
    series.forEach((name, values) -> table.add(values.cells(name, min, max, WIDTH)));
    return "\n" + family + "\n" + table;
  }
}
