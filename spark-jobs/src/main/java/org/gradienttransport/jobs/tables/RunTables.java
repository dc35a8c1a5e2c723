package org.gradienttransport.jobs.tables;

import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.gradienttransport.schemas.TableSpec;

/**
 * The tables of one run directory, staged or published, and SQL over them under their own names.
 *
 * <p>Works in a session of its own, so that its views do not leak into the caller's catalogue.
 */
public final class RunTables {
  private final SparkSession spark;
  private final Path directory;

  /** Tables below a run directory, which need not exist yet. */
  public RunTables(SparkSession spark, Path directory) {
    this.spark = spark.newSession();
    this.directory = directory;
  }

  public SparkSession session() {
    return spark;
  }

  public Path directory() {
    return directory;
  }

  /**
   * Writes a table, reads it back, verifies it and makes it known to {@link #query}.
   *
   * @return its number of rows
   */
  public long stage(TableSpec table, Dataset<Row> rows, int files) {
    Path path = new Path(directory, table.name());
    TableWriter.write(rows, table, path, files);
    long count = TableVerifier.verify(spark, table, path);
    register(table);
    return count;
  }

  /** Stages rows made on the driver. */
  public long stage(TableSpec table, List<Row> rows) {
    return stage(
        table,
        spark.createDataFrame(
            rows, org.gradienttransport.schemas.spark.SparkSchemas.structType(table)),
        1);
  }

  /** Makes a table of the directory known under its name. */
  public void register(TableSpec table) {
    rows(table).createOrReplaceTempView(table.name());
  }

  /** The rows of a table. */
  public Dataset<Row> rows(TableSpec table) {
    return TableWriter.read(spark, table, new Path(directory, table.name()));
  }

  /** Runs Spark SQL over the known tables. */
  public Dataset<Row> query(String sql) {
    return spark.sql(sql);
  }
}
