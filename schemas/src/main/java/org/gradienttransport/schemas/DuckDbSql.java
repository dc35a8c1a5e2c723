package org.gradienttransport.schemas;

import static org.gradienttransport.schemas.Dialect.DUCKDB;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Definitions for DuckDB, which reads Parquet in place and finds the current run by a variable. */
final class DuckDbSql {
  private static final String COMPLETE =
      """

      WHERE run_id IN (
        SELECT regexp_extract(file, '/runs/([^/]+)/[^/]+$', 1)
        FROM glob(getvariable('warehouse') || '/runs/*/_RUN.json')
      )\
      """;

  private DuckDbSql() {}

  static List<String> views(List<TableSpec> tables, String warehouse) {
    List<String> statements = new ArrayList<>(follow(warehouse));
    for (TableSpec table : tables) {
      statements.add(view(Ddl.latest(table), latest(table)));
      statements.addAll(comments("VIEW", Ddl.latest(table), table, table.columns()));
    }
    for (TableSpec table : tables) {
      statements.add(view(Ddl.history(table), history(table)));
      statements.addAll(comments("VIEW", Ddl.history(table), table, Ddl.historyColumns(table)));
    }
    return statements;
  }

  static List<String> absent(TableSpec table, String nothing) {
    List<String> statements = new ArrayList<>(List.of(view(Ddl.latest(table), nothing)));
    statements.addAll(comments("VIEW", Ddl.latest(table), table, table.columns()));
    return statements;
  }

  // What read_parquet is given must be known when a query is planned: a variable is, a subquery is
  // not.
  static List<String> follow(String warehouse) {
    return List.of(
        "SET VARIABLE warehouse = " + DUCKDB.literal(warehouse),
        "SET VARIABLE current_run = (SELECT getvariable('warehouse') || '/' || path"
            + " FROM read_json(getvariable('warehouse') || '/CURRENT.json',"
            + " columns = {path: 'VARCHAR'}))");
  }

  private static String view(String name, String query) {
    return "CREATE OR REPLACE VIEW " + name + " AS\n" + query;
  }

  private static String latest(TableSpec table) {
    String files =
        "SELECT * FROM read_parquet(getvariable('current_run') || '/%s/*.parquet',"
            + " union_by_name = true)";
    return select(table.columns(), files.formatted(table.name()));
  }

  private static String history(TableSpec table) {
    String files =
        "FROM read_parquet(getvariable('warehouse') || '/runs/*/%s/*.parquet',"
            + " union_by_name = true, filename = true)";
    if (Ddl.namesItsRun(table)) {
      return select(table.columns(), "SELECT * " + files.formatted(table.name())) + COMPLETE;
    }
    return select(
            Ddl.historyColumns(table),
            "SELECT regexp_extract(filename, '/runs/([^/]+)/[^/]+/[^/]+$', 1) AS run_id, * "
                + files.formatted(table.name()))
        + COMPLETE;
  }

  /** Runs of older versions lack columns: an empty relation of the declared types adds them. */
  private static String select(List<Column> columns, String files) {
    String typed =
        columns.stream()
            .map(column -> "NULL::" + DUCKDB.typeName(column.type()) + " AS " + column.name())
            .collect(Collectors.joining(", "));
    return "SELECT %s\nFROM (\n  SELECT %s WHERE false\n  UNION ALL BY NAME\n  %s\n)"
        .formatted(Ddl.names(columns), typed, files);
  }

  private static List<String> comments(
      String what, String relation, TableSpec table, List<Column> columns) {
    List<String> statements = new ArrayList<>();
    statements.add(comment(what, relation, table.doc()));
    for (Column column : columns) {
      statements.add(comment("COLUMN", relation + "." + column.name(), column.comment()));
    }
    return statements;
  }

  private static String comment(String what, String name, String text) {
    return "COMMENT ON " + what + " " + name + " IS " + DUCKDB.literal(text);
  }
}
