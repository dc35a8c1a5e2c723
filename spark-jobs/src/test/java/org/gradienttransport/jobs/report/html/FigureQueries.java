package org.gradienttransport.jobs.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.gradienttransport.schemas.Ddl;
import org.gradienttransport.schemas.Dialect;
import org.gradienttransport.schemas.TableSpec;
import org.gradienttransport.schemas.Tables;

/** Asks the queries that figures show of DuckDB, over the Parquet files of a run. */
final class FigureQueries implements AutoCloseable {
  private final Connection duckDb;

  FigureQueries(Path run) throws SQLException {
    duckDb = DriverManager.getConnection("jdbc:duckdb:");
    execute("SET default_null_order = 'nulls_first'");
    for (TableSpec table : Tables.ALL) {
      if (Files.exists(run.resolve(table.name()))) {
        execute(
            "CREATE VIEW %s AS SELECT * FROM read_parquet('%s/*.parquet')"
                .formatted(table.name(), run.resolve(table.name())));
      } else {
        for (String sql : Ddl.createTable(Dialect.DUCKDB, table)) {
          execute(sql);
        }
      }
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = duckDb.createStatement()) {
      statement.execute(sql);
    }
  }

  /** All figures of a report, those of each family and those of all. */
  static List<Figure> figures(ReportSource source) {
    List<FamilyRows> families =
        source.families().stream()
            .map(family -> FamilyRows.of(source.rows(), family.name()))
            .toList();
    List<Figure> figures = new ArrayList<>(ComparisonFigures.of(families));
    for (FamilyRows family : families) {
      FigureBuilder builder = new FigureBuilder(family, family.family() + "-");
      TransportFigures.add(builder);
      NullFigures.add(builder);
      PerformanceFigures.add(builder);
      figures.addAll(builder.figures());
    }
    return figures;
  }

  /** Requires that a figure's query makes its data: columns, rows, their order and every value. */
  void requireSame(Figure figure) throws SQLException {
    QueryResult answer = answer(figure.sql());
    assertThat(figure.data().columns()).as(figure.sql()).isEqualTo(answer.columns());
    assertThat(figure.data().size()).as(figure.sql()).isEqualTo(answer.size());
    for (int row = 0; row < answer.size(); row++) {
      for (String column : answer.columns()) {
        requireSame(
            figure.id() + ", row " + row + ", " + column,
            figure.data().get(row, column),
            answer.get(row, column));
      }
    }
  }

  private static void requireSame(String place, Object value, Object expected) {
    if (value instanceof Double number && expected instanceof Number other) {
      double size = Math.abs(other.doubleValue());
      assertThat(number).as(place).isCloseTo(other.doubleValue(), within(1e-12 * size));
    } else {
      assertThat(text(value)).as(place).isEqualTo(text(expected));
    }
  }

  private static String text(Object value) {
    return value == null ? "nothing" : value.toString();
  }

  private QueryResult answer(String sql) throws SQLException {
    // Only the function that gives a list's places has another name in either engine.
    String query =
        sql.replace(
            "posexplode(active_counts) as (l, active)",
            "generate_subscripts(active_counts, 1) - 1 as l, unnest(active_counts) as active");
    try (Statement statement = duckDb.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> columns = new ArrayList<>();
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        columns.add(rows.getMetaData().getColumnName(i));
      }
      List<List<Object>> values = new ArrayList<>();
      while (rows.next()) {
        Object[] row = new Object[columns.size()];
        for (int i = 0; i < row.length; i++) {
          row[i] = rows.getObject(i + 1);
        }
        values.add(QueryResult.row(row));
      }
      return new QueryResult(columns, values);
    }
  }

  @Override
  public void close() throws SQLException {
    duckDb.close();
  }
}
