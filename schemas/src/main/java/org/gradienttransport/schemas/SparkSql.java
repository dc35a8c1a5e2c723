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

  static List<String> views(List<TableSpec> tables, Publication publication) {
    List<String> statements = new ArrayList<>();
    for (TableSpec table : tables) {
      String allRuns = publication.warehouse() + "/runs/*/" + table.name();
      statements.add(files(Ddl.latest(table), table, publication.current(table)));
      statements.add(files(files(table), table, allRuns));
      statements.add(history(table, publication.completeRuns()));
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

  static List<String> absent(TableSpec table, String nothing) {
    return List.of(view(Ddl.latest(table), table, table.columns(), nothing));
  }

  private static String history(TableSpec table, List<String> runs) {
    return view(Ddl.history(table), table, Ddl.historyColumns(table), query(table, runs));
  }

  private static String view(String name, TableSpec table, List<Column> columns, String query) {
    String commented =
        columns.stream()
            .map(column -> "  " + column.name() + " COMMENT " + SPARK.literal(column.comment()))
            .collect(Collectors.joining(",\n"));
    return "CREATE OR REPLACE TEMPORARY VIEW %s (\n%s\n)\nCOMMENT %s\nAS %s"
        .formatted(name, commented, SPARK.literal(table.doc()), query);
  }

  // Spark does not see files whose names start with an underscore, so it has to be told which runs
  // are complete.
  private static String query(TableSpec table, List<String> runs) {
    String run =
        Ddl.namesItsRun(table)
            ? ""
            : "regexp_extract(input_file_name(), '/runs/([^/]+)/[^/]+/[^/]+$', 1) AS run_id, ";
    String complete = runs.stream().map(SPARK::literal).collect(Collectors.joining(", "));
    return "SELECT * FROM (SELECT %s%s FROM %s) WHERE run_id IN (%s)"
        .formatted(run, Ddl.names(table.columns()), files(table), complete);
  }
}
