package org.gradienttransport.jobs.tables;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
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
    Map<String, org.apache.spark.sql.Column> broken = brokenRules(RowContract.of(table));
    List<org.apache.spark.sql.Column> counts = new ArrayList<>();
    broken.values().forEach(condition -> counts.add(functions.count_if(condition)));
    Row found =
        rows.agg(
                functions.count(functions.lit(1)),
                counts.toArray(org.apache.spark.sql.Column[]::new))
            .head();
    int next = 1;
    for (String rule : broken.keySet()) {
      long times = found.getLong(next++);
      if (times > 0) {
        throw refused(table, directory, times + " rows in which " + rule);
      }
    }
    requireUniqueKeys(rows, table, directory);
    return found.getLong(0);
  }

  /** A query of its own: with the counts above, one of all columns would be moved for every key. */
  private static void requireUniqueKeys(Dataset<Row> rows, TableSpec table, Path directory) {
    List<Row> doubled = rows.groupBy(key(table)).count().where("count > 1").takeAsList(1);
    if (!doubled.isEmpty()) {
      throw refused(table, directory, "the key " + doubled.get(0) + " more than once");
    }
  }

  /** What can be wrong with a row, in words, and the condition on which it is. */
  private static Map<String, org.apache.spark.sql.Column> brokenRules(RowContract contract) {
    Map<String, org.apache.spark.sql.Column> rules = new LinkedHashMap<>();
    for (Column column : contract.required()) {
      rules.put(column.name() + " is null", functions.col(column.name()).isNull());
    }
    for (Column column : contract.finite()) {
      rules.put(column.name() + " is not finite", isNotFinite(functions.col(column.name())));
    }
    for (Column column : contract.finiteElements()) {
      rules.put(
          column.name() + " holds a number that is not finite",
          functions.exists(functions.col(column.name()), TableVerifier::isNotFinite));
    }
    return rules;
  }

  private static org.apache.spark.sql.Column[] key(TableSpec table) {
    return table.key().stream()
        .map(column -> functions.col(column.name()))
        .toArray(org.apache.spark.sql.Column[]::new);
  }

  private static org.apache.spark.sql.Column isNotFinite(org.apache.spark.sql.Column value) {
    return functions
        .isnan(value)
        .or(functions.abs(value).equalTo(functions.lit(Double.POSITIVE_INFINITY)));
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
