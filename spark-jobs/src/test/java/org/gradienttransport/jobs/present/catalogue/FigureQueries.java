package org.gradienttransport.jobs.present.catalogue;

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
import org.gradienttransport.jobs.present.Answer;
import org.gradienttransport.schemas.Ddl;
import org.gradienttransport.schemas.Dialect;
import org.gradienttransport.schemas.TableSpec;
import org.gradienttransport.schemas.Tables;

/** Asks the queries that figures show of DuckDB, over the Parquet files of a run. */
public final class FigureQueries implements AutoCloseable {
  private final Connection duckDb;

  public FigureQueries(Path run) throws SQLException {
    duckDb = DriverManager.getConnection("jdbc:duckdb:");
    execute("SET default_null_order = 'nulls_first'");
    for (TableSpec table : Tables.ALL) {
      if (Files.exists(run.resolve(table.name()))) {
        execute(
            "CREATE VIEW %s AS FROM read_parquet('%s/*.parquet')"
                .formatted(Ddl.latest(table), run.resolve(table.name())));
      } else {
        for (String sql : Ddl.absent(Dialect.DUCKDB, List.of(table))) {
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

  /** All figures of a report, those of each family, of all and of each study. */
  public static List<Drawing> figures(ReportSource source) {
    List<FamilyRows> families =
        source.families().stream()
            .map(family -> FamilyRows.of(source.rows(), family.name()))
            .toList();
    List<Drawing> figures = new ArrayList<>(Catalogue.comparing(families));
    families.forEach(family -> figures.addAll(Catalogue.of(family)));
    CohortRows.cohorts(source.rows())
        .forEach(name -> figures.addAll(Catalogue.of(CohortRows.of(source.rows(), name))));
    LawRows.studies(source.rows())
        .forEach(study -> figures.addAll(Catalogue.of(LawRows.of(source.rows(), study))));
    return figures;
  }

  /** Requires that a figure's query makes its data: columns, rows, their order and every value. */
  public void requireSame(Drawing figure) throws SQLException {
    Answer answer = answer(figure.sql());
    assertThat(figure.data().columns()).as(figure.sql()).isEqualTo(answer.columns());
    assertThat(figure.data().size()).as(figure.sql()).isEqualTo(answer.size());
    for (int row = 0; row < answer.size(); row++) {
      for (String column : answer.columns()) {
        requireSame(
            figure.name() + ", row " + row + ", " + column,
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

  /** What DuckDB answers. */
  public Answer answer(String sql) throws SQLException {
    try (Statement statement = duckDb.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
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
        values.add(Answer.row(row));
      }
      return new Answer(columns, values);
    }
  }

  @Override
  public void close() throws SQLException {
    duckDb.close();
  }
}
