package org.gradienttransport.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.gradienttransport.jobs.io.TableDirectory;
import org.gradienttransport.jobs.present.catalogue.LawSampleRows;
import org.gradienttransport.jobs.present.query.SmallWarehouse;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** sql and show, over a warehouse of one table. */
class QueryCommandsTest {
  @TempDir Path root;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void make() throws Exception {
    SmallWarehouse.make(root);
  }

  private int execute(String... args) {
    CommandLine line = Commands.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return Commands.execute(line, args);
  }

  @Test
  void sqlAnswersFromTheCurrentRun() {
    assertThat(
            execute(
                "sql",
                "--warehouse",
                root.toString(),
                "SELECT name, value FROM latest_check_result ORDER BY name"))
        .isZero();
    assertThat(out).hasToString("name        value\nclosure     1E-15\nzero_share  0.123457\n");
  }

  @Test
  void sqlWritesCsvAndJson() {
    execute("sql", "-w", root.toString(), "--format", "csv", "SELECT 1 AS one, NULL AS none");
    execute("sql", "-w", root.toString(), "--format", "json", "SELECT 1 AS one");
    assertThat(out.toString()).startsWith("one,none\n1,\n").contains("\"one\" : 1");
  }

  @Test
  void whatIsNoQueryEndsWith64() {
    assertThat(execute("sql", "-w", root.toString(), "DROP VIEW latest_check_result"))
        .isEqualTo(64);
    assertThat(err.toString()).contains("DROP is not run here: only queries are");
    assertThat(execute("sql", "-w", root.toString(), "SELECT * FROM nowhere")).isEqualTo(64);
    assertThat(err.toString()).contains("nowhere");
  }

  @Test
  void aDistantStoreThatCannotBeReachedIsNamed() {
    assertThat(execute("sql", "-w", "nowhere://bucket/transport", "SELECT 1")).isNotZero();
    assertThat(err.toString()).contains("nowhere");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT 1; SELECT 2 | One query is answered at a time, and these are 2.",
        "SET threads = 1 | SET is not run here",
        "EXPLAIN SELECT 1 | EXPLAIN is not run here",
        "COPY (SELECT 1) TO 'x.csv' | COPY is not run here",
        "WITH t AS (SELECT 1) INSERT INTO latest_check_result FROM t | INSERT is not run here",
        "/* x */ (SET threads = 1) | DuckDB: Parser Error",
        "-- a comment | DuckDB: Invalid Input Error: No statements to execute",
        "SELECT * FROM nowhere | DuckDB: Catalog Error: Table with name nowhere does not exist!"
      })
  void whatIsRefusedIsNamedByWhatItIs(String sql, String refusal) {
    assertThat(execute("sql", "-w", root.toString(), sql)).isEqualTo(64);
    assertThat(err.toString()).contains(refusal).doesNotContain("pending query result");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-- how many\nSELECT count(*) AS n FROM latest_check_result",
        "--how many = 2\nSELECT count(*) AS n FROM latest_check_result",
        "/* how many */ SELECT count(*) AS n FROM latest_check_result"
      })
  void aQueryMayBeginWithAComment(String sql) {
    assertThat(execute("sql", "-w", root.toString(), sql)).as(err.toString()).isZero();
    assertThat(out).hasToString("n\n2\n");
  }

  @Test
  void optionsThatDoNotExistAreNoQueries() {
    assertThat(execute("sql", "-w", root.toString(), "--formt=csv", "SELECT 1")).isEqualTo(64);
    assertThat(err.toString()).contains("--formt");
  }

  @Test
  void longTextIsCutUnlessTheTableMayBeWide() {
    String sql = "SELECT repeat('x', 70) AS text";
    execute("sql", "-w", root.toString(), sql);
    assertThat(out.toString()).contains("x…").doesNotContain("x".repeat(60));
    execute("sql", "-w", root.toString(), "--wide", sql);
    assertThat(out.toString()).contains("x".repeat(70));
  }

  @Test
  void showTablePrintsRowsInTheTablesOrder() {
    assertThat(
            execute(
                "show",
                "table",
                "check_result",
                "-w",
                root.toString(),
                "--columns",
                "name,status",
                "--where",
                "status = 'fail'"))
        .isZero();
    assertThat(out).hasToString("name        status\nzero_share  fail\n");
  }

  @Test
  void showTableNamesTheTablesAndColumnsThereAre() {
    assertThat(execute("show", "table", "checks", "-w", root.toString())).isEqualTo(64);
    assertThat(err.toString()).contains("Unknown table 'checks'").contains("check_result");
    assertThat(execute("show", "table", "check_result", "-w", root.toString(), "--columns", "x; y"))
        .isEqualTo(64);
    assertThat(err.toString()).contains("has no column 'x; y'");
  }

  @Test
  void showTableWithoutAConditionNeedsNoEngine() {
    assertThat(
            execute(
                "show", "table", "check_result", "-w", root.toString(), "--columns", "name,status"))
        .isZero();
    assertThat(out).hasToString("name        status\nclosure     pass\nzero_share  fail\n");
  }

  @Test
  void aFieldThatIsNotThereIsNamedAndNamesNeedNoQuoting() {
    assertThat(execute("show", "field", "x' OR '1'='1", "d12", "0", "-w", root.toString()))
        .isEqualTo(66);
    assertThat(err.toString()).contains("has no field x' OR '1'='1 d12 at step 0 of kind real");
  }

  @Test
  void figuresOfOtherNamesAndFamiliesNameThoseThereAre() throws Exception {
    Files.writeString(
        root.resolve("runs/run-b/_RUN.json"), "{\"families\": [{\"name\": \"pico\"}]}");
    assertThat(execute("show", "figure", "v_rel", "-w", root.toString())).isZero();
    assertThat(out.toString())
        .contains("pico: Intensive transport efficiency by scale")
        .contains("No field of this family was measured.")
        .contains("from latest_field_transport");
    assertThat(execute("show", "figure", "plot", "-w", root.toString())).isEqualTo(64);
    assertThat(err.toString()).contains("There is no figure 'plot', only [v-rel, ");
    assertThat(execute("show", "figure", "r2", "-f", "other", "-w", root.toString())).isEqualTo(66);
    assertThat(err.toString()).contains("no family 'other', only [pico]");
  }

  @Test
  void figuresOfStudiesAreShownForTheStudyAskedFor() throws Exception {
    assertThat(execute("show", "figure", "surface", "-w", root.toString())).isEqualTo(66);
    assertThat(err.toString()).contains("The current run has no study.");
    TableDirectory run =
        new TableDirectory(
            FileSystem.getLocal(new Configuration()),
            new org.apache.hadoop.fs.Path(root.resolve("runs/run-b").toUri()));
    run.write(ScalingRun.ROWS, LawSampleRows.of("lab", "other").of(ScalingRun.ROWS));

    assertThat(execute("show", "figure", "loss_compute", "--study", "lab", "-w", root.toString()))
        .isZero();
    assertThat(out.toString())
        .contains("lab: Loss against compute")
        .contains("where source = 'lab'")
        .doesNotContain("other: ");
    assertThat(execute("show", "figure", "isoflop", "--study", "no", "-w", root.toString()))
        .isEqualTo(66);
    assertThat(err.toString()).contains("no study 'no', only [lab, other]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark", "duckdb", "trino"})
  void showViewsPrintsTheDefinitionsOfEveryEngine(String engine) {
    assertThat(execute("show", "views", engine, "-w", root.toString())).isZero();
    assertThat(out.toString())
        .contains("latest_check_result", "history_check_result")
        .doesNotContain("history_field_transport");
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark", "duckdb", "trino"})
  void aTableThatTheRunLacksIsAnEmptyViewInEveryEngine(String engine) {
    assertThat(execute("show", "views", engine, "-w", root.toString())).isZero();
    assertThat(out.toString())
        .containsPattern("(?s)VIEW [a-z_.]*latest_field_transport\\s.*?SELECT CAST\\(NULL AS")
        .contains(" WHERE false;");
  }

  @Test
  void showViewsForFollowersEmptiesWhatTheRunLacksWhereViewsDoNotLookForThemselves() {
    execute("show", "views", "trino", "-w", root.toString(), "--follow");
    assertThat(out.toString())
        .containsPattern("VIEW gradient_transport.latest_scaling_fit\\s")
        .contains(" WHERE false;");
  }

  @Test
  void showViewsForFollowersIsShorter() {
    execute("show", "views", "duckdb", "-w", root.toString(), "--follow");
    assertThat(out.toString()).contains("current_run").doesNotContain("CREATE");
  }
}
