package org.gradienttransport.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.gradienttransport.schemas.rows.ClosureCheck;
import org.gradienttransport.schemas.rows.Run;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckDbSqlTest {
  private static final List<TableSpec> TWO = List.of(ClosureCheck.ROWS.table(), Run.ROWS.table());

  @TempDir Path folder;
  private DuckDb duckDb;

  @BeforeEach
  void open() throws SQLException {
    duckDb = DuckDb.open();
  }

  @AfterEach
  void close() throws SQLException {
    duckDb.close();
  }

  @Test
  void noNameNeedsQuoting() throws SQLException {
    for (TableSpec table : Tables.ALL) {
      duckDb.run(Ddl.absent(Dialect.DUCKDB, List.of(table)));
      for (Column column : table.columns()) {
        String name = column.name();
        duckDb.query(
            "SELECT %s, t.%s, max(%s) AS %s FROM %s AS t WHERE %s IS NOT NULL GROUP BY %s ORDER BY %s"
                .formatted(name, name, name, name, Ddl.latest(table), name, name, name));
      }
    }
  }

  @Test
  void noNameIsReservedInDuckDb() throws SQLException {
    List<Object> reserved =
        duckDb
            .query("SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category = 'reserved'")
            .stream()
            .map(row -> row.get(0))
            .toList();

    assertThat(reserved).contains("window", "select");
    for (TableSpec table : Tables.ALL) {
      assertThat(table.columnNames())
          .as(table.name())
          .doesNotContainAnyElementsOf(strings(reserved));
    }
  }

  @Test
  void latestViewsFollowThePointerAndHistoryViewsShowEveryFinishedRun()
      throws SQLException, IOException {
    publish("r1", TWO);
    publish("r2", TWO);
    point("r1");
    duckDb.run(Ddl.views(Dialect.DUCKDB, TWO, at("r1")));

    assertThat(duckDb.query("SELECT family FROM latest_closure_check"))
        .containsExactly(List.of("family of r1"));
    assertThat(duckDb.query("SELECT run_id FROM latest_run")).containsExactly(List.of("r1"));

    point("r2");
    duckDb.run(Ddl.follow(Dialect.DUCKDB, TWO, at("r2")));

    assertThat(duckDb.query("SELECT family FROM latest_closure_check"))
        .containsExactly(List.of("family of r2"));
    assertThat(duckDb.query("SELECT run_id, family FROM history_closure_check ORDER BY run_id"))
        .containsExactly(List.of("r1", "family of r1"), List.of("r2", "family of r2"));
    assertThat(duckDb.query("SELECT run_id FROM history_run ORDER BY run_id"))
        .containsExactly(List.of("r1"), List.of("r2"));
  }

  @Test
  void aRunThatIsNotCompleteIsNotPartOfTheHistory() throws SQLException, IOException {
    publish("r1", TWO);
    publish("r2", TWO);
    Files.delete(folder.resolve("runs/r2/_RUN.json"));
    point("r1");
    duckDb.run(Ddl.views(Dialect.DUCKDB, TWO, at("r1")));

    for (String view : List.of("history_closure_check", "history_run")) {
      assertThat(duckDb.query("SELECT run_id FROM " + view)).containsExactly(List.of("r1"));
    }
  }

  @Test
  void columnsThatAnOlderRunLacksAreNull() throws SQLException, IOException {
    publish("r1", List.of(Run.ROWS.table()));
    duckDb.run("CREATE TABLE old AS SELECT 'old' AS family, 8::BIGINT AS step");
    write("old", "r1", ClosureCheck.ROWS.table());
    point("r1");
    duckDb.run(Ddl.views(Dialect.DUCKDB, TWO, at("r1")));

    assertThat(duckDb.query("SELECT family, step, beta_residual IS NULL FROM latest_closure_check"))
        .containsExactly(List.of("old", 8L, true));
    assertThat(duckDb.query("SELECT run_id, family, verdict IS NULL FROM history_closure_check"))
        .containsExactly(List.of("r1", "old", true));
  }

  @Test
  void viewsOverAllTablesHaveTheDeclaredColumnsWithTheirComments()
      throws SQLException, IOException {
    publish("r1", Tables.ALL);
    point("r1");
    duckDb.run(Ddl.views(Dialect.DUCKDB, Tables.ALL, at("r1")));

    for (TableSpec table : Tables.ALL) {
      assertThat(columnsOf("latest_" + table.name()))
          .as(table.name())
          .isEqualTo(declared(table.columns()));
      assertThat(columnsOf("history_" + table.name()))
          .as(table.name())
          .isEqualTo(declared(Ddl.historyColumns(table)));
      assertThat(Ddl.historyColumns(table))
          .as(table.name())
          .startsWith(Run.ROWS.table().column("run_id"));
    }
  }

  @Test
  void tablesThatTheCurrentRunLacksAreEmptyWithTheDeclaredColumns()
      throws SQLException, IOException {
    publish("r1", TWO);
    point("r1");
    duckDb.run(Ddl.views(Dialect.DUCKDB, TWO, at("r1")));
    duckDb.run(Ddl.absent(Dialect.DUCKDB, Tables.without(TWO)));

    assertThat(Tables.without(TWO)).hasSize(Tables.ALL.size() - 2);
    for (TableSpec table : Tables.without(TWO)) {
      assertThat(duckDb.query("SELECT * FROM latest_" + table.name())).as(table.name()).isEmpty();
      assertThat(columnsOf("latest_" + table.name()))
          .as(table.name())
          .isEqualTo(declared(table.columns()));
    }
    assertThat(duckDb.query("SELECT family FROM latest_closure_check"))
        .containsExactly(List.of("family of r1"));
  }

  @Test
  void aLocationWithAQuoteDoesNoHarm() throws SQLException, IOException {
    folder = Files.createDirectory(folder.resolve("it's; DROP TABLE x --"));
    publish("r1", TWO);
    point("r1");
    duckDb.run(Ddl.views(Dialect.DUCKDB, TWO, at("r1")));

    assertThat(duckDb.query("SELECT family FROM latest_closure_check"))
        .containsExactly(List.of("family of r1"));
  }

  private static List<List<Object>> declared(List<Column> columns) {
    List<List<Object>> rows = new ArrayList<>();
    for (Column column : columns) {
      rows.add(List.of(column.name(), Dialect.DUCKDB.typeName(column.type()), column.comment()));
    }
    return rows;
  }

  private List<List<Object>> columnsOf(String view) throws SQLException {
    return duckDb.query(
        "SELECT column_name, data_type, comment FROM duckdb_columns() WHERE table_name = '"
            + view
            + "' ORDER BY column_index");
  }

  /** A run whose tables have one row each, with the run's id in the first text of the row. */
  private void publish(String runId, List<TableSpec> tables) throws SQLException, IOException {
    for (TableSpec table : tables) {
      duckDb.run("CREATE OR REPLACE TABLE one AS SELECT " + SampleRow.of(table, runId));
      write("one", runId, table);
    }
    Files.writeString(folder.resolve("runs").resolve(runId).resolve("_RUN.json"), "{}\n");
  }

  private Publication at(String runId) {
    return new Publication(folder.toString(), runId, List.of(runId));
  }

  private void write(String relation, String runId, TableSpec table)
      throws SQLException, IOException {
    Path target = folder.resolve("runs").resolve(runId).resolve(table.name());
    Files.createDirectories(target);
    duckDb.run(
        "COPY %s TO %s (FORMAT parquet)"
            .formatted(
                relation, Dialect.DUCKDB.literal(target.resolve("part.parquet").toString())));
  }

  private void point(String runId) throws IOException {
    Files.writeString(
        folder.resolve("CURRENT.json"),
        "{\"run_id\":\"" + runId + "\",\"path\":\"runs/" + runId + "\",\"more\":1}\n");
  }

  private static List<String> strings(List<Object> values) {
    return values.stream().map(Object::toString).toList();
  }
}
