package org.gradienttransport.schemas;

import static org.gradienttransport.schemas.Dialect.SPARK;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Definitions for Spark SQL. The views are temporary ones over files with the declared columns,
 * which run directories can bear since they never change.
 */
final class SparkSql {
  private SparkSql() {}

  static List<String> createTable(TableSpec table) {
    return List.of(
        "CREATE TABLE %s (\n%s\n)\nUSING PARQUET\nCOMMENT %s"
            .formatted(
                table.name(),
                Ddl.commentedDeclarations(SPARK, table.columns()),
                SPARK.literal(table.doc())));
  }

  static List<String> views(List<TableSpec> tables, String warehouse, String runId) {
    List<String> statements = new ArrayList<>();
    for (TableSpec table : tables) {
      statements.add(
          files(Ddl.latest(table), table, warehouse + "/runs/" + runId + "/" + table.name()));
    }
    statements.add(files(files(Run.TABLE), Run.TABLE, warehouse + "/runs/*/" + Run.TABLE.name()));
    for (TableSpec table : tables) {
      if (!Ddl.namesItsRun(table)) {
        statements.add(files(files(table), table, warehouse + "/runs/*/" + table.name()));
      }
      statements.add(history(table));
    }
    return statements;
  }

  private static String files(TableSpec table) {
    return "files_" + table.name();
  }

  private static String files(String view, TableSpec table, String path) {
    return "CREATE OR REPLACE TEMPORARY VIEW %s (\n%s\n)\nUSING PARQUET\nOPTIONS (path %s)"
        .formatted(view, Ddl.commentedDeclarations(SPARK, table.columns()), SPARK.literal(path));
  }

  private static String history(TableSpec table) {
    List<Column> columns = Ddl.historyColumns(table);
    String commented =
        columns.stream()
            .map(column -> "  " + column.name() + " COMMENT " + SPARK.literal(column.comment()))
            .collect(Collectors.joining(",\n"));
    return "CREATE OR REPLACE TEMPORARY VIEW %s (\n%s\n)\nCOMMENT %s\nAS %s"
        .formatted(Ddl.history(table), commented, SPARK.literal(table.doc()), query(table));
  }

  private static String query(TableSpec table) {
    if (Ddl.namesItsRun(table)) {
      return "SELECT " + Ddl.names(table.columns()) + " FROM " + files(table);
    }
    // A run whose own row is not there yet has not been finished.
    return """
        SELECT * FROM (
          SELECT regexp_extract(input_file_name(), '/runs/([^/]+)/[^/]+/[^/]+$', 1) AS run_id, %s
          FROM %s
        )
        WHERE run_id IN (SELECT run_id FROM %s)"""
        .formatted(Ddl.names(table.columns()), files(table), files(Run.TABLE));
  }
}
