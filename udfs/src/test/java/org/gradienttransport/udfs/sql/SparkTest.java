package org.gradienttransport.udfs.sql;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** A Spark of two threads with the functions put in by configuration, as an operator would. */
@Tag("spark")
abstract class SparkTest {
  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "3")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.codegen.fallback", "false")
            .config("spark.sql.extensions", GradientTransportExtensions.class.getName())
            .getOrCreate();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  static SparkSession spark() {
    return spark;
  }

  static List<Row> query(String sql) {
    return spark.sql(sql).collectAsList();
  }

  /** The one row of a query. */
  static Row row(String sql) {
    List<Row> rows = query(sql);
    if (rows.size() != 1) {
      throw new AssertionError("expected one row, got " + rows);
    }
    return rows.get(0);
  }
}
