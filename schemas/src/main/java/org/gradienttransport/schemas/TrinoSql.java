package org.gradienttransport.schemas;

import static org.gradienttransport.schemas.Dialect.TRINO;

import java.util.ArrayList;
import java.util.List;

/**
 * Definitions for Trino's Hive connector, in the schema {@code gradient_transport}: one external
 * table with a partition per run, and views over it. The catalogue must allow external tables to be
 * created and partitions to be registered.
 */
final class TrinoSql {
  private static final String SCHEMA = "gradient_transport";
  private static final Column RUN_DIRECTORY =
      new Column(
          1,
          "run_directory",
          ColumnType.STRING,
          Presence.REQUIRED,
          "",
          "Identifier of the run, as the partition's key.",
          Stability.VALUE);

  private TrinoSql() {}

  static List<String> views(List<TableSpec> tables, Publication publication) {
    List<String> statements = new ArrayList<>();
    statements.add("CREATE SCHEMA IF NOT EXISTS " + SCHEMA);
    for (TableSpec table : tables) {
      statements.add(runs(table, publication.warehouse()));
      statements.add(history(table));
      statements.addAll(comments(Ddl.history(table), Ddl.historyColumns(table)));
    }
    statements.addAll(follow(tables, publication));
    return statements;
  }

  static List<String> follow(List<TableSpec> tables, Publication publication) {
    List<String> statements = new ArrayList<>();
    for (TableSpec table : tables) {
      statements.add(register(table, publication));
      statements.add(latest(table, publication.currentRun()));
      statements.addAll(comments(Ddl.latest(table), table.columns()));
    }
    return statements;
  }

  private static String runs(TableSpec table, String warehouse) {
    List<Column> columns = new ArrayList<>(table.columns());
    columns.add(RUN_DIRECTORY);
    return ("CREATE TABLE IF NOT EXISTS %s (\n%s\n)\nCOMMENT %s\nWITH (format = 'PARQUET', "
            + "partitioned_by = ARRAY['run_directory'], external_location = %s)")
        .formatted(
            runs(table),
            Ddl.commentedDeclarations(TRINO, columns),
            TRINO.literal(table.doc()),
            TRINO.literal(warehouse + "/runs"));
  }

  private static String register(TableSpec table, Publication publication) {
    return ("CALL system.register_partition(schema_name => %s, table_name => %s, "
            + "partition_columns => ARRAY['run_directory'], partition_values => ARRAY[%s], "
            + "location => %s)")
        .formatted(
            TRINO.literal(SCHEMA),
            TRINO.literal("runs_" + table.name()),
            TRINO.literal(publication.currentRun()),
            TRINO.literal(publication.current(table)));
  }

  private static String latest(TableSpec table, String runId) {
    return selected(Ddl.latest(table), table, Ddl.names(table.columns()))
        + "\nWHERE run_directory = "
        + TRINO.literal(runId);
  }

  private static String history(TableSpec table) {
    String run = Ddl.namesItsRun(table) ? "" : "run_directory AS run_id, ";
    return selected(Ddl.history(table), table, run + Ddl.names(table.columns()));
  }

  /** Without it the view would go on showing the last run that had the table. */
  static List<String> absent(TableSpec table, String nothing) {
    List<String> statements = new ArrayList<>(List.of(view(Ddl.latest(table), table, nothing)));
    statements.addAll(comments(Ddl.latest(table), table.columns()));
    return statements;
  }

  private static String selected(String view, TableSpec table, String columns) {
    return view(view, table, "SELECT %s\nFROM %s".formatted(columns, runs(table)));
  }

  private static String view(String view, TableSpec table, String query) {
    return "CREATE OR REPLACE VIEW %s\nCOMMENT %s\nSECURITY INVOKER AS\n%s"
        .formatted(name(view), TRINO.literal(table.doc()), query);
  }

  private static List<String> comments(String view, List<Column> columns) {
    return columns.stream()
        .map(
            column ->
                "COMMENT ON COLUMN %s.%s IS %s"
                    .formatted(name(view), column.name(), TRINO.literal(column.comment())))
        .toList();
  }

  private static String runs(TableSpec table) {
    return name("runs_" + table.name());
  }

  private static String name(String relation) {
    return SCHEMA + "." + relation;
  }
}
