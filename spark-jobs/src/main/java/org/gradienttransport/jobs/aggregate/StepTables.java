package org.gradienttransport.jobs.aggregate;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.schemas.ClosureCheck;
import org.gradienttransport.schemas.Compressibility;
import org.gradienttransport.schemas.StepwiseExponent;
import org.gradienttransport.schemas.TableSpec;
import org.gradienttransport.schemas.spark.SparkSchemas;

/** Tables that need one step at a time: field rows grouped by family, step, kind and replicate. */
public final class StepTables {
  private final Dataset<Row> fields;
  private final Map<String, Family> families;

  /**
   * @param fields rows of field_transport
   * @param families by name
   */
  public StepTables(Dataset<Row> fields, Map<String, Family> families) {
    this.fields = fields;
    this.families = Map.copyOf(families);
  }

  /** Rows of stepwise_exponent. */
  public Dataset<Row> stepwiseExponents() {
    return perStep(StepwiseExponent.TABLE, StepwiseExponents::rows);
  }

  /** Rows of closure_check. */
  public Dataset<Row> closureChecks() {
    return perStep(ClosureCheck.TABLE, ClosureChecks::rows);
  }

  /** Rows of compressibility. */
  public Dataset<Row> compressibilities() {
    return perStep(Compressibility.TABLE, Compressibilities::rows);
  }

  /** Makes the rows of one table from one step's fits. */
  @FunctionalInterface
  private interface RowMaker extends Serializable {
    List<Row> rows(StepFit fit);
  }

  private Dataset<Row> perStep(TableSpec table, RowMaker maker) {
    Map<String, Family> described = families;
    MapFunction<Row, String> key = row -> StepKey.of(row).text();
    FlatMapGroupsFunction<String, Row, Row> fit =
        (text, rows) -> maker.rows(StepFit.of(rows, described)).iterator();
    return fields
        .groupByKey(key, Encoders.STRING())
        .flatMapGroups(fit, Encoders.row(SparkSchemas.structType(table)));
  }
}
