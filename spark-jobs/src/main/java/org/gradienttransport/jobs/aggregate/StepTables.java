package org.gradienttransport.jobs.aggregate;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.tables.MixedRows;
import org.gradienttransport.schemas.ClosureCheck;
import org.gradienttransport.schemas.Compressibility;
import org.gradienttransport.schemas.FieldTransport;
import org.gradienttransport.schemas.StepwiseExponent;
import org.gradienttransport.schemas.TableSpec;

/** Tables that need one step at a time: field rows grouped by family, step, kind and replicate. */
public final class StepTables {
  /** The tables made. */
  public static final List<TableSpec> TABLES =
      List.of(StepwiseExponent.TABLE, ClosureCheck.TABLE, Compressibility.TABLE);

  /** What a fit needs of field_transport; the other columns are most of its bytes. */
  private static final Column[] NEEDED =
      Stream.of(
              FieldTransport.FAMILY,
              FieldTransport.SCALE,
              FieldTransport.FROM_STEP,
              FieldTransport.STEP,
              FieldTransport.FIELD_KIND,
              FieldTransport.REPLICATE,
              FieldTransport.N,
              FieldTransport.S,
              FieldTransport.N_STEPS,
              FieldTransport.STATUS)
          .map(column -> functions.col(column.name()))
          .toArray(Column[]::new);

  private StepTables() {}

  /**
   * Rows of all of them: each fit is made once.
   *
   * @param fields rows of field_transport
   * @param families by name
   */
  public static Dataset<Row> of(Dataset<Row> fields, Map<String, Family> families) {
    Map<String, Family> described = Map.copyOf(families);
    MapFunction<Row, String> key = row -> StepKey.of(row).text();
    FlatMapGroupsFunction<String, Row, Row> fit = (text, rows) -> rows(StepFit.of(rows, described));
    return fields
        .select(NEEDED)
        .groupByKey(key, Encoders.STRING())
        .flatMapGroups(fit, MixedRows.encoder(TABLES));
  }

  private static Iterator<Row> rows(StepFit fit) {
    return Stream.of(
            MixedRows.of(TABLES, StepwiseExponent.TABLE, StepwiseExponents.rows(fit)),
            MixedRows.of(TABLES, ClosureCheck.TABLE, ClosureChecks.rows(fit)),
            MixedRows.of(TABLES, Compressibility.TABLE, Compressibilities.rows(fit)))
        .flatMap(rows -> rows)
        .iterator();
  }
}
