package org.gradienttransport.schemas;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * SQL that makes the published tables known to an engine.
 *
 * <p>The layout it relies on: {@code <warehouse>/runs/<run_id>/<table>/*.parquet}, never changed
 * once published, with every table in every run, empty if need be, and the table {@code run}
 * written last; and {@code <warehouse>/CURRENT.json}, one object with the members {@code run_id}
 * and {@code path} (of the run, below the warehouse), replaced as a whole.
 *
 * <p>For each table there is a view {@code latest_<table>} over the current run and a view {@code
 * history_<table>} over all runs, which has the run's id as its first column. Columns that a run of
 * an older version lacks are null.
 */
public final class Ddl {
  private static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private Ddl() {}

  /**
   * Statements that create an empty table, with its comments.
   *
   * @return statements without terminators, to be run in order
   */
  public static List<String> createTable(Dialect dialect, TableSpec table) {
    return switch (dialect) {
      case SPARK -> SparkSql.createTable(table);
      case DUCKDB -> DuckDbSql.createTable(table);
      case TRINO -> TrinoSql.createTable(table);
    };
  }

  /**
   * Statements that create the latest and history views: once per session in Spark and DuckDB, once
   * per catalogue in Trino.
   *
   * @param warehouse location as the engine writes it, without a slash at the end
   * @param runId the current run; DuckDB's views read it from CURRENT.json instead
   * @return statements without terminators, to be run in order
   */
  public static List<String> views(
      Dialect dialect, List<TableSpec> tables, String warehouse, String runId) {
    requireLocation(warehouse, runId);
    return switch (dialect) {
      case SPARK -> SparkSql.views(tables, warehouse, runId);
      case DUCKDB -> DuckDbSql.views(tables, warehouse);
      case TRINO -> TrinoSql.views(tables, warehouse, runId);
    };
  }

  /**
   * Statements to run where the views exist already, once another run has become current.
   *
   * @param warehouse as given to {@link #views}
   * @param runId the run that is current now; DuckDB reads it from CURRENT.json instead
   * @return statements without terminators, to be run in order
   */
  public static List<String> follow(
      Dialect dialect, List<TableSpec> tables, String warehouse, String runId) {
    requireLocation(warehouse, runId);
    return switch (dialect) {
      case SPARK -> SparkSql.views(tables, warehouse, runId);
      case DUCKDB -> DuckDbSql.follow(warehouse);
      case TRINO -> TrinoSql.follow(tables, warehouse, runId);
    };
  }

  /** The statements as one script. */
  public static String script(List<String> statements) {
    return statements.stream()
        .map(statement -> statement + ";\n")
        .collect(Collectors.joining("\n"));
  }

  static String latest(TableSpec table) {
    return "latest_" + table.name();
  }

  static String history(TableSpec table) {
    return "history_" + table.name();
  }

  /** Columns of a history view: the table's own, after the run's id unless it has one itself. */
  static List<Column> historyColumns(TableSpec table) {
    if (namesItsRun(table)) {
      return table.columns();
    }
    List<Column> columns = new ArrayList<>(List.of(Run.RUN_ID));
    columns.addAll(table.columns());
    return columns;
  }

  static boolean namesItsRun(TableSpec table) {
    return table.columnNames().contains(Run.RUN_ID.name());
  }

  static String names(List<Column> columns) {
    return columns.stream().map(Column::name).collect(Collectors.joining(", "));
  }

  /** One column per line, with its type and whether it may be null. */
  static String declarations(Dialect dialect, List<Column> columns) {
    return columns.stream()
        .map(
            column ->
                "  "
                    + column.name()
                    + " "
                    + dialect.typeName(column.type())
                    + (column.nullable() ? "" : " NOT NULL"))
        .collect(Collectors.joining(",\n"));
  }

  /** One column per line, with its type and comment; null or not, since files are read as found. */
  static String commentedDeclarations(Dialect dialect, List<Column> columns) {
    return columns.stream()
        .map(
            column ->
                "  "
                    + column.name()
                    + " "
                    + dialect.typeName(column.type())
                    + " COMMENT "
                    + dialect.literal(column.comment()))
        .collect(Collectors.joining(",\n"));
  }

  private static void requireLocation(String warehouse, String runId) {
    if (warehouse.isBlank() || warehouse.endsWith("/")) {
      throw new IllegalArgumentException(
          "warehouse must be a location without a slash at the end, got '" + warehouse + "'");
    }
    if (!RUN_ID.matcher(runId).matches()) {
      throw new IllegalArgumentException(
          "run id must be made of letters, digits, '.', '_' and '-', got '" + runId + "'");
    }
  }
}
