package org.gradienttransport.jobs.testing;

import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.gradienttransport.schemas.TableSpec;
import org.gradienttransport.schemas.spark.SparkSchemas;

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

  /** Makes a table of the directory known under its name. */
  public void register(TableSpec table) {
    rows(table).createOrReplaceTempView(table.name());
  }

  /** The rows of a table. */
  public Dataset<Row> rows(TableSpec table) {
    return spark
        .read()
        .option("__globPaths__", "false")
        .schema(SparkSchemas.structType(table))
        .parquet(new Path(directory, table.name()).toString());
  }

  /** Runs Spark SQL over the known tables. */
  public Dataset<Row> query(String sql) {
    return spark.sql(sql);
  }
}
