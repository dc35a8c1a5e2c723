package org.gradienttransport.schemas;

import java.util.stream.Collectors;

/** A row of a table as DuckDB expressions, with every column filled. */
final class SampleRow {
  private SampleRow() {}

  static String of(TableSpec table, String runId) {
    return table.columns().stream()
        .map(column -> value(column, runId) + " AS " + column.name())
        .collect(Collectors.joining(", "));
  }

  private static String value(Column column, String runId) {
    return switch (column.type()) {
      case STRING -> "'" + (column.name().equals("run_id") ? runId : "family of " + runId) + "'";
      case INT -> "3::INTEGER";
      case LONG -> "405334016::BIGINT";
      case DOUBLE -> "0.125::DOUBLE";
      case BOOLEAN -> "true";
      case TIMESTAMP -> "TIMESTAMPTZ '2026-11-22 00:00:00.000001+00'";
      case DATE -> "DATE '2026-11-22'";
      case LONG_ARRAY -> "[3, 2, 1]::BIGINT[]";
      case DOUBLE_ARRAY -> "[0.5, 0.25]::DOUBLE[]";
      case STRING_ARRAY -> "['a', 'b']";
    };
  }
}
