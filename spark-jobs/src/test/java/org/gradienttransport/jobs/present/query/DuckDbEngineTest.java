package org.gradienttransport.jobs.present.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.present.Answer;
import org.gradienttransport.jobs.present.AnswerFormat;
import org.gradienttransport.schemas.rows.ScalingFit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DuckDbEngineTest {
  @TempDir Path root;
  private QueryEngine engine;

  @BeforeEach
  void open() throws Exception {
    SmallWarehouse.make(root);
    engine = Engines.duckDb(root.toString(), "", new Configuration(false));
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void latestIsTheCurrentRunAndHistoryTheCompleteOnes() {
    assertThat(engine.query("SELECT count(*) FROM latest_check_result").rows())
        .containsExactly(List.of(2L));
    assertThat(
            engine
                .query(
                    "SELECT run_id, count(*) AS checks FROM history_check_result GROUP BY run_id"
                        + " ORDER BY run_id")
                .rows())
        .containsExactly(List.of("run-a", 1L), List.of("run-b", 2L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE t AS SELECT 1",
        "COPY (SELECT 1) TO 'stolen.csv'",
        "SELECT 1; DROP VIEW latest_check_result",
        "INSERT INTO latest_check_result SELECT * FROM latest_check_result",
        "SET VARIABLE warehouse = '/'",
        "ATTACH 'other.db'",
        "PRAGMA database_list"
      })
  void nothingButQueriesIsRun(String sql) {
    assertThatThrownBy(() -> engine.query(sql))
        .isInstanceOfSatisfying(
            JobException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining("is not run here: only queries are");
    assertThat(engine.query("SELECT * FROM latest_check_result").rows()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WITH t AS (SELECT 1) SELECT * FROM t",
        "FROM latest_check_result",
        "DESCRIBE latest_check_result",
        "SUMMARIZE latest_check_result",
        "VALUES (1), (2);"
      })
  void everyFormOfQueryIs(String sql) {
    assertThat(engine.query(sql).rows()).isNotEmpty();
  }

  @Test
  void aTableThatTheRunLacksIsAnEmptyOneWithItsColumns() {
    Answer fits = engine.query("SELECT * FROM latest_scaling_fit");

    assertThat(fits.rows()).isEmpty();
    assertThat(fits.columns()).isEqualTo(ScalingFit.ROWS.table().columnNames());
    assertThat(
            engine
                .query(
                    "SELECT count(*), max(c.value) FROM latest_scaling_coefficient c JOIN"
                        + " latest_scaling_fit f USING (source, series)")
                .rows())
        .containsExactly(java.util.Arrays.asList(0L, null));
  }

  @Test
  void aWrongQueryEndsWithWhatDuckDbSaysOfIt() {
    assertThatThrownBy(() -> engine.query("SELECT nonsense FROM latest_check_result"))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("nonsense");
  }

  @Test
  void whatCannotBeParsedEndsWithDuckDbsOwnWordsAndPlace() {
    assertThatThrownBy(() -> engine.query("SELEC * FROM latest_check_result"))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("syntax error at or near")
        .hasMessageContaining("SELEC");
  }

  @Test
  void valuesArePlainJava() {
    List<Object> row =
        engine
            .query(
                "SELECT [1, NULL] AS a, TIMESTAMPTZ '2026-11-21 03:00:00+01' AS b, DATE"
                    + " '2026-11-21' AS c, {'x': 1} AS d, NULL AS e")
            .rows()
            .get(0);
    assertThat(row.get(0)).isEqualTo(java.util.Arrays.asList(1, null));
    assertThat(row.get(1)).hasToString("2026-11-21T02:00:00Z");
    assertThat(row.get(2)).hasToString("2026-11-21");
    assertThat(row.get(3)).isEqualTo(java.util.Map.of("x", 1));
    assertThat(row.get(4)).isNull();
  }

  @Test
  void aWarehouseWithoutARunSaysHowToMakeOne() {
    assertThatThrownBy(
            () -> Engines.duckDb(root.resolve("empty").toString(), "", new Configuration(false)))
        .isInstanceOfSatisfying(
            JobException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.MISSING_INPUT))
        .hasMessageContaining("gradient-transport run --warehouse");
  }

  @Test
  void locationsWithoutASchemeOrWithThatOfTheDiskAreHere() {
    assertThat(LocalWarehouse.isLocal("out")).isTrue();
    assertThat(LocalWarehouse.isLocal("/data/out")).isTrue();
    assertThat(LocalWarehouse.isLocal("file:/data/out")).isTrue();
    assertThat(LocalWarehouse.isLocal("hdfs:///transport")).isFalse();
  }

  @Test
  void theNativeLibraryIsUnpackedOnceAndKept() throws Exception {
    Path jar =
        Path.of(
            Class.forName("org.duckdb.DuckDBDriver")
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    Path cache = root.resolve("cache");
    try (DuckDbLoader loader = DuckDbLoader.of(jar, cache)) {
      assertThat(loader.getResource(DuckDbDriver.nativeLibrary())).isNull();
      assertThat(loader.findLibrary("duckdb_java")).startsWith(cache.toString());
      assertThat(Path.of(loader.findLibrary("duckdb_java"))).isNotEmptyFile();
    }
    try (DuckDbLoader loader = DuckDbLoader.of(jar, Files.createFile(root.resolve("file")))) {
      assertThat(loader.getResource(DuckDbDriver.nativeLibrary())).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM (PIVOT latest_check_result ON status USING count(name)) ORDER BY ALL",
        "WITH p AS (PIVOT latest_check_result ON status USING count(name)) FROM p ORDER BY ALL",
        "-- INSERT\nPIVOT latest_check_result ON status USING count(name) ORDER BY ALL;",
        "FROM (PIVOT latest_check_result ON status USING count(name)) ORDER BY ALL -- ; DROP x"
      })
  void pivotsOverValuesThatAreNotNamedAreQueries(String sql) {
    Answer first = engine.query(sql);
    assertThat(first.columns()).contains("pass", "fail");
    assertThat(engine.query(sql)).as("asked again").isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM (PIVOT latest_check_result ON status USING count(*)); SELECT 1",
        "WITH p AS (SELECT 1) INSERT INTO latest_check_result FROM (PIVOT p ON q USING count(*))",
        "CREATE TABLE t AS FROM (PIVOT latest_check_result ON status USING count(*))",
        "SELECT E'\\'' AS pivot, 1; COPY (SELECT 1) TO 'stolen.csv' -- '",
        "PIVOT latest_check_result ON status USING count(*); DROP VIEW latest_check_result"
      })
  void aPivotOpensNoDoorToOtherStatements(String sql) {
    assertThatThrownBy(() -> engine.query(sql))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("is not run here: only queries are");
    assertThat(Path.of("stolen.csv")).doesNotExist();
    assertThat(engine.query("SELECT * FROM latest_check_result").rows()).hasSize(2);
  }

  @Test
  void structsHaveTheirNamesAndBytesAreText() {
    Answer answer =
        engine.query(
            "SELECT {'a': 1, 'b': [{'c': 'x'}]} AS s, row(1, 2) AS r, MAP {'k': {'d': 1}} AS m,"
                + " '\\x00a\\xFF'::BLOB AS b, ['a'::BLOB] AS l, {'z': 'a'::BLOB} AS sb");
    assertThat(AnswerFormat.JSON.text(answer).replaceAll("\\s", ""))
        .isEqualTo(
            "[{\"s\":{\"a\":1,\"b\":[{\"c\":\"x\"}]},\"r\":{\"_1\":1,\"_2\":2},"
                + "\"m\":{\"k\":{\"d\":1}},\"b\":\"\\\\x00a\\\\xFF\",\"l\":[\"a\"],"
                + "\"sb\":{\"z\":\"a\"}}]");
    assertThat(AnswerFormat.CSV.text(answer)).contains("\\x00a\\xFF").doesNotContain("Blob");
  }
}
