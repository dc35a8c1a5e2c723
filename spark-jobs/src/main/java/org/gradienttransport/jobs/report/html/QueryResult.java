package org.gradienttransport.jobs.report.html;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.gradienttransport.schemas.vocabulary.Word;

/**
 * What a figure's query answers: few rows.
 *
 * @param columns their names
 * @param rows values in the order of the columns; null where there is none
 */
record QueryResult(List<String> columns, List<List<Object>> rows) {

  static QueryResult of(List<String> columns, Stream<List<Object>> rows) {
    return new QueryResult(columns, rows.toList());
  }

  /** The values of one row, in the order of the columns; words as they are published. */
  static List<Object> row(Object... values) {
    return Collections.unmodifiableList(
        Arrays.asList(Arrays.stream(values).map(QueryResult::shown).toArray()));
  }

  /** No table holds NaN or infinity; no page shows one even if a calculation makes it. */
  private static Object shown(Object value) {
    if (value instanceof Double number && !Double.isFinite(number)) {
      return null;
    }
    return value instanceof Word word ? word.word() : value;
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
