package org.gradienttransport.jobs.report.html;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** The numbers of one family that its summary speaks of, straight from the tables. */
final class FamilyNumbers {
  private static final String WINDOWS =
      """
      select field_kind, quantity, from_step, to_step, rule, mean, sd, count, largest_shift
      from window_summary
      where family = :family and window_name = 'stable' and scale = 'all'
        and replicate = 0""";

  private static final String FIELDS =
      """
      select count(*) as fields, count(distinct scale) as scales,
        count(distinct step) as steps, count_if(status = 'ok') as ok,
        count_if(status in ('no_activity', 'ceiling')) as degenerate,
        min(case when status = 'ok' then n_steps end) as shortest,
        max(case when status = 'ok' then n_steps end) as longest,
        max(step - from_step) as longest_difference
      from field_transport
      where family = :family and field_kind = 'real'""";

  private static final String CLOSURE =
      """
      select max(greatest(abs(beta_residual), abs(delta_residual))) as worst,
        max(bound) as bound, count_if(verdict = 'closed') as closed,
        count_if(verdict = 'broken') as broken
      from closure_check
      where family = :family and field_kind = 'real'""";

  private static final String CONTRAST =
      """
      select n0_value, n2_value, delta_total, delta_total_sd, delta_total_low,
        delta_total_high, interval_level, delta_dist, delta_assign
      from null_contrast
      where family = :family and scope = 'stable' and observable = 'z'
        and scale = 'all' and status = 'ok'""";

  private static final String ASSOCIATIONS =
      """
      select level, scale, x, y, pearson, p, n, partial_r, boot_low, boot_high
      from performance_association
      where family = :family and scope = 'full' and status = 'ok' and pearson is not null
      order by abs(pearson) desc, level, x, y, scale""";

  private final String family;
  private final Map<String, Map<String, Object>> windows;
  private final Map<String, Object> fields;
  private final Map<String, Object> closure;
  private final Map<String, Object> contrast;
  private final QueryResult associations;

  FamilyNumbers(ReportSource source, String family) {
    this.family = family;
    List<Callable<QueryResult>> questions = new ArrayList<>();
    for (String sql : List.of(WINDOWS, FIELDS, CLOSURE, CONTRAST, ASSOCIATIONS)) {
      questions.add(() -> source.query(sql, family));
    }
    List<QueryResult> answers = source.sideBySide(questions);
    this.windows = windows(answers.get(0));
    this.fields = first(answers.get(1));
    this.closure = first(answers.get(2));
    this.contrast = first(answers.get(3));
    this.associations = answers.get(4);
  }

  private static Map<String, Map<String, Object>> windows(QueryResult rows) {
    Map<String, Map<String, Object>> windows = new HashMap<>();
    for (int row = 0; row < rows.size(); row++) {
      windows.put(rows.text(row, "field_kind") + "/" + rows.text(row, "quantity"), map(rows, row));
    }
    return windows;
  }

  private static Map<String, Object> first(QueryResult rows) {
    return rows.isEmpty() ? Map.of() : map(rows, 0);
  }

  private static Map<String, Object> map(QueryResult rows, int row) {
    Map<String, Object> values = new HashMap<>();
    rows.columns().forEach(column -> values.put(column, rows.get(row, column)));
    return values;
  }

  String family() {
    return family;
  }

  boolean hasWindow() {
    return window("D", "mean") != null;
  }

  boolean hasContrast() {
    return contrast("delta_total") != null;
  }

  QueryResult associations() {
    return associations;
  }

  /** A column of a real quantity's row of the stable window. */
  Double window(String quantity, String column) {
    return number(windows.getOrDefault("real/" + quantity, Map.of()).get(column));
  }

  String rule() {
    return String.valueOf(windows.getOrDefault("real/D", Map.of()).getOrDefault("rule", ""));
  }

  Double fields(String column) {
    return number(fields.get(column));
  }

  Double closure(String column) {
    return number(closure.get(column));
  }

  Double contrast(String column) {
    return number(contrast.get(column));
  }

  private static Double number(Object value) {
    return value instanceof Number number ? Double.valueOf(number.doubleValue()) : null;
  }
}
