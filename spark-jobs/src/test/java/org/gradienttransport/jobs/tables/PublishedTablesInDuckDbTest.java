package org.gradienttransport.jobs.tables;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.gradienttransport.jobs.run.TestRuns;
import org.gradienttransport.schemas.Column;
import org.gradienttransport.schemas.ColumnType;
import org.gradienttransport.schemas.TableSpec;
import org.gradienttransport.schemas.Tables;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Every published table, read by an engine that is not Spark. */
@TestInstance(Lifecycle.PER_CLASS)
@Tag("spark")
class PublishedTablesInDuckDbTest {
  private Path run;

  @BeforeAll
  void publish(@TempDir Path warehouse) throws IOException {
    String runId =
        TestRuns.run(
                warehouse,
                TestRuns.settings(
                    TestRuns.family("pico-mini-sample"), TestRuns.family("pythia-mini-sample")))
            .runId();
    run = warehouse.resolve("runs").resolve(runId);
  }

  @Test
  void everyTableHasItsDeclaredColumnsAndTypes() throws Exception {
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:")) {
      int tables = 0;
      for (TableSpec table : Tables.ALL) {
        if (!Files.exists(run.resolve(table.name()))) {
          continue;
        }
        Map<String, String> declared = new LinkedHashMap<>();
        for (Column column : table.columns()) {
          declared.put(column.name(), duckDbType(column.type()));
        }
        assertThat(described(duckdb, relation(table))).as(table.name()).isEqualTo(declared);
        tables++;
      }
      assertThat(tables).isGreaterThanOrEqualTo(7);
    }
  }

  @Test
  void noTableHoldsNaNOrInfinityOrADoubledKeyOrAMissingRequiredValue() throws Exception {
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:")) {
      for (TableSpec table : Tables.ALL) {
        if (Files.exists(run.resolve(table.name()))) {
          String from = " from " + relation(table);
          for (Column column : table.columns()) {
            String broken = "select 1" + from + " where " + broken(column);
            assertThat(rows(duckdb, broken)).as(table.name() + "." + column.name()).isZero();
          }
          String key = table.key().stream().map(Column::name).collect(joining(", "));
          String doubled = "select " + key + from + " group by all having count(*) > 1";
          assertThat(rows(duckdb, doubled)).as(table.name()).isZero();
        }
      }
    }
  }

  @Test
  void filesAreFew() throws IOException {
    try (Stream<Path> files = Files.walk(run)) {
      assertThat(files.filter(file -> file.toString().endsWith(".parquet")).count())
          .isLessThanOrEqualTo(Tables.ALL.size());
    }
  }

  /** True of a row whose value is missing though required, or is NaN or infinite. */
  private static String broken(Column column) {
    String finite =
        switch (column.type()) {
          case DOUBLE -> "isfinite(%s)";
          case DOUBLE_ARRAY -> "list_bool_and([isfinite(x) for x in %s])";
          default -> "true";
        };
    String missing = column.nullable() ? "false" : column.name() + " is null";
    return missing + " or not (" + finite.formatted(column.name()) + ")";
  }

  private String relation(TableSpec table) {
    return "read_parquet('" + run.resolve(table.name()) + "/*.parquet')";
  }

  private static Map<String, String> described(Connection duckdb, String relation)
      throws SQLException {
    Map<String, String> columns = new LinkedHashMap<>();
    try (Statement statement = duckdb.createStatement();
        ResultSet rows = statement.executeQuery("describe select * from " + relation)) {
      while (rows.next()) {
        columns.put(rows.getString("column_name"), rows.getString("column_type"));
      }
    }
    return columns;
  }

  private static long rows(Connection duckdb, String query) throws SQLException {
    try (Statement statement = duckdb.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from (" + query + ")")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static String duckDbType(ColumnType type) {
    return switch (type) {
      case STRING -> "VARCHAR";
      case INT -> "INTEGER";
      case LONG -> "BIGINT";
      case DOUBLE -> "DOUBLE";
      case BOOLEAN -> "BOOLEAN";
      case TIMESTAMP -> "TIMESTAMP WITH TIME ZONE";
      case DATE -> "DATE";
      case LONG_ARRAY -> "BIGINT[]";
      case DOUBLE_ARRAY -> "DOUBLE[]";
      case STRING_ARRAY -> "VARCHAR[]";
    };
  }
}
