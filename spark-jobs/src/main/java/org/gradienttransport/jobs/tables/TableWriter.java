package org.gradienttransport.jobs.tables;

import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.gradienttransport.schemas.TableSpec;
import org.gradienttransport.schemas.spark.SparkSchemas;

/** Writes declared tables as few, sorted Parquet files with column comments and units. */
public final class TableWriter {
  private TableWriter() {}

  /**
   * Writes a table's rows into a directory that does not exist yet.
   *
   * @param files number of files; rows are split between them by sort key
   */
  public static void write(Dataset<Row> rows, TableSpec table, Path directory, int files) {
    Column[] order = columns(table.sortOrder());
    Dataset<Row> chosen = rows.select(columns(table.columns()));
    Dataset<Row> spread =
        files == 1 ? chosen.repartition(1) : chosen.repartitionByRange(files, order);
    declared(spread.sortWithinPartitions(order), table).write().parquet(directory.toString());
  }

  /** Reads a published table with its declared schema. */
  public static Dataset<Row> read(SparkSession spark, TableSpec table, Path directory) {
    return Parquet.reader(spark)
        .schema(SparkSchemas.structType(table))
        .parquet(directory.toString());
  }

  /** The same rows with exactly the declared types, nullability and comments. */
  private static Dataset<Row> declared(Dataset<Row> rows, TableSpec table) {
    return rows.sparkSession().createDataFrame(rows.toJavaRDD(), SparkSchemas.structType(table));
  }

  private static Column[] columns(java.util.List<org.gradienttransport.schemas.Column> columns) {
    return columns.stream().map(column -> functions.col(column.name())).toArray(Column[]::new);
  }
}
