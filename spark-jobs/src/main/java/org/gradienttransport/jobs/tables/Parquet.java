package org.gradienttransport.jobs.tables;

import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.SparkSession;

/** How this program reads Parquet files. */
public final class Parquet {
  private Parquet() {}

  /** A reader to which a path is a path, though it may hold brackets, braces, stars or marks. */
  public static DataFrameReader reader(SparkSession spark) {
    return spark.read().option("__globPaths__", "false");
  }
}
