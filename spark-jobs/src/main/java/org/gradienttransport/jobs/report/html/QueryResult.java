package org.gradienttransport.jobs.report.html;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a query answered: few rows, on the driver.
 *
 * @param columns their names
 * @param rows values in the order of the columns; null where there is none
 */
record QueryResult(List<String> columns, List<List<Object>> rows) {

  static QueryResult of(Dataset<Row> dataset) {
    List<List<Object>> rows = new ArrayList<>();
    for (Row row : dataset.collectAsList()) {
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < row.length(); i++) {
        values.add(finite(row.get(i)));
      }
      rows.add(values);
    }
    return new QueryResult(List.of(dataset.columns()), rows);
  }

  /** No table holds NaN or infinity; no page shows one even if a query makes it. */
  private static Object finite(Object value) {
    return value instanceof Double number && !Double.isFinite(number) ? null : value;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  int size() {
    return rows.size();
  }

  Object get(int row, String column) {
    int index = columns.indexOf(column);
    if (index < 0) {
      throw new IllegalArgumentException("no column '" + column + "' in " + columns);
    }
    return rows.get(row).get(index);
  }

  /** The value as a number, or null. */
  Double number(int row, String column) {
    Object value = get(row, column);
    return value instanceof Number number ? Double.valueOf(number.doubleValue()) : null;
  }

  /** The value as text; empty when there is none. */
  String text(int row, String column) {
    Object value = get(row, column);
    return value == null ? "" : value.toString();
  }

  /** The different values of a column, in the order they come. */
  List<String> distinct(String column) {
    Set<String> values = new LinkedHashSet<>();
    for (int row = 0; row < size(); row++) {
      values.add(text(row, column));
    }
    return List.copyOf(values);
  }

  /** As CSV (RFC 4180), a header first. Doubles are written so that they read back exactly. */
  String csv() {
    StringBuilder text = new StringBuilder(String.join(",", columns)).append("\n");
    for (List<Object> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        text.append(i == 0 ? "" : ",").append(cell(row.get(i)));
      }
      text.append("\n");
    }
    return text.toString();
  }

  private static String cell(Object value) {
    if (value == null) {
      return "";
    }
    if (!(value instanceof String text)) {
      return value.toString();
    }
    // Spreadsheets run cells that begin like a formula.
    String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    boolean plain =
        safe.indexOf(',') < 0
            && safe.indexOf('"') < 0
            && safe.indexOf('\n') < 0
            && safe.indexOf('\r') < 0;
    return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }
}
