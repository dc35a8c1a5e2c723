package org.gradienttransport.schemas;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.gradienttransport.schemas.rows.Run;

/**
 * SQL that makes the published tables known to an engine.
 *
 * <p>The layout it relies on: {@code <warehouse>/runs/<run_id>/<table>/*.parquet}, never changed
 * once published; a file {@code <warehouse>/runs/<run_id>/_RUN.json} once that run is complete; and
 * {@code <warehouse>/CURRENT.json}, one object with the member {@code path} (of the run, below the
 * warehouse), replaced as a whole. Tables that the current run does not have, such as the scaling
 * tables of a run without a study, are no files: {@link #absent} makes their latest views, which
 * are empty.
 *
 * <p>For each table there is a view {@code latest_<table>} over the current run and a view {@code
 * history_<table>} over all complete runs, which has the run's id as its first column. Columns that
 * a run of an older version lacks are null.
 */
public final class Ddl {
  /** The name of a run, as its own table has it. */
  private static final Column RUN_ID = Run.ROWS.table().key().get(0);

  private Ddl() {}

  /**
   * Statements that create the latest and history views: once per session in Spark and DuckDB, once
   * per catalogue in Trino.
   *
   * @param publication what there is to see; DuckDB looks for itself, from the warehouse on
   * @return statements without terminators, to be run in order
   */
  public static List<String> views(
      Dialect dialect, List<TableSpec> tables, Publication publication) {
    return switch (dialect) {
      case SPARK -> SparkSql.views(tables, publication);
      case DUCKDB -> DuckDbSql.views(tables, publication.warehouse());
      case TRINO -> TrinoSql.views(tables, publication);
    };
  }

  /**
   * Statements to run where the views exist already, once another run has become current.
   *
   * @param publication what there is to see now; DuckDB looks for itself, from the warehouse on
   * @return statements without terminators, to be run in order
   */
  public static List<String> follow(
      Dialect dialect, List<TableSpec> tables, Publication publication) {
    return switch (dialect) {
      case SPARK -> SparkSql.views(tables, publication);
      case DUCKDB -> DuckDbSql.follow(publication.warehouse());
      case TRINO -> TrinoSql.follow(tables, publication);
    };
  }

  /**
   * Statements that create the latest views of tables that the current run does not have: empty,
   * with the declared columns. Their history views are not touched.
   *
   * @return statements without terminators, to be run in order, once another run has become current
   */
  public static List<String> absent(Dialect dialect, List<TableSpec> tables) {
    List<String> statements = new ArrayList<>();
    for (TableSpec table : tables) {
      statements.addAll(
          switch (dialect) {
            case SPARK -> SparkSql.absent(table, nothing(dialect, table));
            case DUCKDB -> DuckDbSql.absent(table, nothing(dialect, table));
            case TRINO -> TrinoSql.absent(table, nothing(dialect, table));
          });
    }
    return statements;
  }

  /** A query with the columns of a table and no rows. */
  static String nothing(Dialect dialect, TableSpec table) {
    return table.columns().stream()
        .map(column -> "CAST(NULL AS " + dialect.typeName(column.type()) + ") AS " + column.name())
        .collect(Collectors.joining(", ", "SELECT ", " WHERE false"));
  }

  /** The statements as one script. */
  public static String script(List<String> statements) {
    return statements.stream()
        .map(statement -> statement + ";\n")
        .collect(Collectors.joining("\n"));
  }

  /** Name of the view of a table in the current run. */
  public static String latest(TableSpec table) {
    return "latest_" + table.name();
  }

  /** Name of the view of a table in all complete runs. */
  public static String history(TableSpec table) {
    return "history_" + table.name();
  }

  /** Columns of a history view: the table's own, after the run's id unless it has one itself. */
  static List<Column> historyColumns(TableSpec table) {
    if (namesItsRun(table)) {
      return table.columns();
    }
    List<Column> columns = new ArrayList<>(List.of(RUN_ID));
    columns.addAll(table.columns());
    return columns;
  }

  static boolean namesItsRun(TableSpec table) {
    return table.columnNames().contains(RUN_ID.name());
  }

  static String names(List<Column> columns) {
    return columns.stream().map(Column::name).collect(Collectors.joining(", "));
  }

  /** One column per line, with its type and comment; null or not, since files are read as found. */
  static String commentedDeclarations(Dialect dialect, List<Column> columns) {
    return columns.stream()
        .map(
            column ->
                "  %s %s COMMENT %s"
                    .formatted(
                        column.name(),
                        dialect.typeName(column.type()),
                        dialect.literal(column.comment())))
        .collect(Collectors.joining(",\n"));
  }
}
