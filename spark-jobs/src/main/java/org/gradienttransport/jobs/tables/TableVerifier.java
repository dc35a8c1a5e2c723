package org.gradienttransport.jobs.tables;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.schemas.Column;
import org.gradienttransport.schemas.RowContract;
import org.gradienttransport.schemas.TableSpec;

/** Reads a written table back and holds it to its declaration before anyone else sees it. */
public final class TableVerifier {
  private TableVerifier() {}

  /**
   * Verifies a table.
   *
   * @return its number of rows
   * @throws JobException when a required value is missing, a double is not finite or a key is
   *     doubled
   */
  public static long verify(SparkSession spark, TableSpec table, Path directory) {
    Dataset<Row> rows = TableWriter.read(spark, table, directory);
    RowContract contract = RowContract.of(table);
    List<org.apache.spark.sql.Column> counts = new ArrayList<>();
    List<String> meanings = new ArrayList<>();
    for (Column column : contract.required()) {
      counts.add(count(functions.col(column.name()).isNull()));
      meanings.add(column.name() + " is null");
    }
    for (Column column : contract.finite()) {
      org.apache.spark.sql.Column value = functions.col(column.name()).cast(DataTypes.DoubleType);
      counts.add(
          count(functions.isnan(value).or(functions.abs(value).equalTo(Double.POSITIVE_INFINITY))));
      meanings.add(column.name() + " is not finite");
    }
    Row found =
        rows.agg(
                functions.count(functions.lit(1)),
                counts.toArray(org.apache.spark.sql.Column[]::new))
            .head();
    for (int i = 0; i < meanings.size(); i++) {
      if (!found.isNullAt(i + 1) && found.getLong(i + 1) > 0) {
        throw refused(table, directory, found.getLong(i + 1) + " rows in which " + meanings.get(i));
      }
    }
    requireUniqueKeys(rows, table, directory);
    return found.getLong(0);
  }

  private static void requireUniqueKeys(Dataset<Row> rows, TableSpec table, Path directory) {
    org.apache.spark.sql.Column[] key =
        table.key().stream()
            .map(column -> functions.col(column.name()))
            .toArray(org.apache.spark.sql.Column[]::new);
    List<Row> doubled = rows.groupBy(key).count().where("count > 1").limit(1).collectAsList();
    if (!doubled.isEmpty()) {
      throw refused(table, directory, "the key " + doubled.get(0) + " more than once");
    }
  }

  private static org.apache.spark.sql.Column count(org.apache.spark.sql.Column condition) {
    return functions.sum(functions.when(condition, 1L).otherwise(0L));
  }

  private static JobException refused(TableSpec table, Path directory, String what) {
    return new JobException(
        ExitCode.INTERNAL,
        "The staged table "
            + table.name()
            + " in "
            + directory
            + " has "
            + what
            + ", so the run was not published. This is a bug: please report it with the run directory.");
  }
}
