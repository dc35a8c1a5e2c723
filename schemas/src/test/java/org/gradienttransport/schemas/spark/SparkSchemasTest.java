package org.gradienttransport.schemas.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.gradienttransport.schemas.Column;
import org.gradienttransport.schemas.Ddl;
import org.gradienttransport.schemas.Dialect;
import org.gradienttransport.schemas.DuckDb;
import org.gradienttransport.schemas.Publication;
import org.gradienttransport.schemas.TableSpec;
import org.gradienttransport.schemas.Tables;
import org.gradienttransport.schemas.rows.ClosureCheck;
import org.gradienttransport.schemas.rows.Run;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("spark")
class SparkSchemasTest {
  private static final List<TableSpec> TWO = List.of(ClosureCheck.ROWS.table(), Run.ROWS.table());
  private static SparkSession spark;

  @TempDir static Path catalogue;
  @TempDir Path folder;

  @BeforeAll
  static void start() {
    spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "1")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
            .config("spark.sql.warehouse.dir", catalogue.toUri().toString())
            .getOrCreate();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @Test
  void aSchemaHasTheDeclaredColumnsWithCommentsUnitsAndFieldIds() {
    for (TableSpec table : Tables.ALL) {
      StructType schema = SparkSchemas.structType(table);

      assertThat(schema.fieldNames()).containsExactlyElementsOf(table.columnNames());
      for (Column column : table.columns()) {
        StructField field = schema.apply(column.name());
        assertThat(field.dataType()).isEqualTo(SparkSchemas.dataType(column.type()));
        assertThat(field.nullable()).isEqualTo(column.nullable());
        assertThat(field.getComment().get()).isEqualTo(column.comment());
        assertThat(field.metadata().getLong("parquet.field.id")).isEqualTo(column.id());
        assertThat(field.metadata().contains("unit")).isEqualTo(column.type().measured());
      }
    }
  }

  @Test
  void theDefinitionInSqlSaysTheSameAsTheSchema() {
    for (TableSpec table : Tables.ALL) {
      Ddl.absent(Dialect.SPARK, List.of(table)).forEach(spark::sql);

      StructType created = spark.table(Ddl.latest(table)).schema();
      for (StructField declared : SparkSchemas.structType(table).fields()) {
        StructField field = created.apply(declared.name());
        assertThat(field.dataType().catalogString()).isEqualTo(declared.dataType().catalogString());
        assertThat(field.getComment().get()).isEqualTo(declared.getComment().get());
      }
      assertThat(created.fieldNames()).containsExactlyElementsOf(table.columnNames());
    }
  }

  @Test
  void noNameNeedsQuotingEvenInAnsiModeWithReservedWords() {
    spark.conf().set("spark.sql.ansi.enforceReservedKeywords", "true");
    try {
      for (TableSpec table : Tables.ALL) {
        spark
            .createDataFrame(List.of(), SparkSchemas.structType(table))
            .createOrReplaceTempView("t_" + table.name());
        String all = String.join(", ", table.columnNames());
        String qualified = "t." + String.join(", t.", table.columnNames());
        String aliased =
            table.columnNames().stream()
                .map(name -> "max(" + name + ") AS " + name)
                .collect(Collectors.joining(", "));
        assertThat(
                columns(
                    "SELECT %s FROM (SELECT %s FROM t_%s AS t) ORDER BY %s"
                        .formatted(all, qualified, table.name(), all)))
            .containsExactlyElementsOf(table.columnNames());
        assertThat(columns("SELECT %s FROM t_%s".formatted(aliased, table.name())))
            .containsExactlyElementsOf(table.columnNames());
      }
    } finally {
      spark.conf().unset("spark.sql.ansi.enforceReservedKeywords");
    }
  }

  @Test
  void tablesThatTheCurrentRunLacksAreEmptyViewsWithTheDeclaredColumns() {
    TableSpec lacking = Tables.rowType("scaling_fit").table();
    Ddl.absent(Dialect.SPARK, List.of(lacking)).forEach(spark::sql);

    assertThat(spark.table("latest_scaling_fit").count()).isZero();
    for (StructField declared : SparkSchemas.structType(lacking).fields()) {
      StructField field = spark.table("latest_scaling_fit").schema().apply(declared.name());
      assertThat(field.dataType()).isEqualTo(declared.dataType());
      assertThat(field.getComment().get()).isEqualTo(declared.getComment().get());
    }
  }

  @Test
  void whatSparkWritesDuckDbReadsWithTheDeclaredTypesAndFieldIds()
      throws SQLException, IOException {
    publish("r1", Tables.ALL);
    Files.writeString(folder.resolve("CURRENT.json"), "{\"run_id\":\"r1\",\"path\":\"runs/r1\"}\n");
    try (DuckDb duckDb = DuckDb.open()) {
      duckDb.run(Ddl.views(Dialect.DUCKDB, Tables.ALL, at("r1")));
      for (TableSpec table : Tables.ALL) {
        String files = "'" + folder + "/runs/r1/" + table.name() + "/*.parquet'";
        List<List<Object>> expected = new ArrayList<>();
        List<List<Object>> ids = new ArrayList<>();
        for (Column column : table.columns()) {
          expected.add(List.of(column.name(), Dialect.DUCKDB.typeName(column.type())));
          ids.add(List.of(column.name(), (long) column.id()));
        }

        assertThat(
                duckDb.query(
                    "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM " + files + ")"))
            .isEqualTo(expected);
        assertThat(
                duckDb.query(
                    "SELECT name, field_id FROM parquet_schema("
                        + files
                        + ") WHERE field_id IS NOT NULL"))
            .isEqualTo(ids);
        assertThat(duckDb.query("SELECT * FROM latest_" + table.name())).hasSize(1);
      }
      assertThat(
              duckDb.query(
                  "SELECT epoch_us(measured_at), n, active_counts[2] FROM latest_field_transport"))
          .containsExactly(List.of(1_795_305_600_000_001L, 405_334_016L, 2L));
    }
  }

  @Test
  void viewsFollowTheCurrentRunAndKeepTheHistory() {
    publish("r1", TWO);
    publish("r2", TWO);
    Ddl.views(Dialect.SPARK, TWO, at("r1")).forEach(spark::sql);

    assertThat(texts("SELECT family FROM latest_closure_check")).containsExactly("text of r1");
    assertThat(spark.table("latest_closure_check").schema().apply("bound").getComment().get())
        .isEqualTo(ClosureCheck.ROWS.table().column("bound").comment());

    publish("r3", TWO);
    publish("r4", TWO);
    Ddl.follow(Dialect.SPARK, TWO, at("r3", "r1", "r2")).forEach(spark::sql);

    assertThat(texts("SELECT family FROM latest_closure_check")).containsExactly("text of r3");
    assertThat(texts("SELECT run_id || ' ' || family FROM history_closure_check ORDER BY run_id"))
        .containsExactly("r1 text of r1", "r2 text of r2", "r3 text of r3");
    assertThat(texts("SELECT run_id FROM history_run ORDER BY 1"))
        .containsExactly("r1", "r2", "r3");
    assertThat(
            texts(
                "SELECT a.run_id || ' after ' || b.run_id FROM history_closure_check a "
                    + "JOIN history_closure_check b ON a.step = b.step AND a.run_id > b.run_id ORDER BY 1"))
        .containsExactly("r2 after r1", "r3 after r1", "r3 after r2");
    assertThat(spark.table("history_closure_check").schema().fieldNames())
        .startsWith("run_id", "family");
  }

  @Test
  void columnsThatAnOlderRunLacksAreNull() {
    publish("r1", List.of(Run.ROWS.table()));
    spark
        .sql("SELECT 'old' AS family, 8L AS step")
        .write()
        .parquet(folder.resolve("runs/r1/closure_check").toString());
    Ddl.views(Dialect.SPARK, TWO, at("r1")).forEach(spark::sql);

    for (String view : List.of("latest_closure_check", "history_closure_check")) {
      assertThat(texts("SELECT concat_ws(' ', family, step, verdict) FROM " + view))
          .containsExactly("old 8");
    }
  }

  private Publication at(String current, String... others) {
    List<String> complete = new ArrayList<>(List.of(others));
    complete.add(current);
    return new Publication(folder.toString(), current, complete);
  }

  private void publish(String runId, List<TableSpec> tables) {
    for (TableSpec table : tables) {
      spark
          .createDataFrame(
              List.of(RowFactory.create(values(table, runId))), SparkSchemas.structType(table))
          .write()
          .parquet(folder.resolve("runs").resolve(runId).resolve(table.name()).toString());
    }
  }

  private static String[] columns(String query) {
    return spark.sql(query).schema().fieldNames();
  }

  private static List<String> texts(String query) {
    return spark.sql(query).collectAsList().stream().map(row -> row.getString(0)).toList();
  }

  private static Object[] values(TableSpec table, String runId) {
    return table.columns().stream().map(column -> value(column, runId)).toArray();
  }

  private static Object value(Column column, String runId) {
    return switch (column.type()) {
      case STRING -> column.equals(Run.ROWS.table().column("run_id")) ? runId : "text of " + runId;
      case INT -> 3;
      case LONG -> 405_334_016L;
      case DOUBLE -> 0.125;
      case BOOLEAN -> true;
      case TIMESTAMP -> java.sql.Timestamp.from(Instant.parse("2026-11-22T00:00:00.000001Z"));
      case DATE -> java.sql.Date.valueOf(LocalDate.parse("2026-11-22"));
      case LONG_ARRAY -> new long[] {3, 2, 1};
      case DOUBLE_ARRAY -> new double[] {0.5, 0.25};
      case STRING_ARRAY -> new String[] {"a", "b"};
    };
  }
}
