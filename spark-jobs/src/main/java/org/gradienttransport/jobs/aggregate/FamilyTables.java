package org.gradienttransport.jobs.aggregate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.tables.MixedRows;
import org.gradienttransport.schemas.NullContrast;
import org.gradienttransport.schemas.PerformanceAssociation;
import org.gradienttransport.schemas.PerformanceExponent;
import org.gradienttransport.schemas.TableSpec;
import org.gradienttransport.schemas.WindowSummary;

/** Tables that need a family's whole course: windows, contrasts with nulls, associations. */
public final class FamilyTables {
  /** The tables made. */
  public static final List<TableSpec> TABLES =
      List.of(
          WindowSummary.TABLE,
          NullContrast.TABLE,
          PerformanceExponent.TABLE,
          PerformanceAssociation.TABLE);

  private FamilyTables() {}

  /**
   * Rows of all of them, family by family.
   *
   * @param fields rows of field_transport
   * @param exponents rows of stepwise_exponent
   * @param performance rows of performance
   * @param families by name
   * @param steps all steps of each family, ascending
   */
  public static Dataset<Row> of(
      Dataset<Row> fields,
      Dataset<Row> exponents,
      Dataset<Row> performance,
      Map<String, Family> families,
      Map<String, List<Long>> steps) {
    Map<String, Family> described = Map.copyOf(families);
    Map<String, List<Long>> all = new HashMap<>(steps);
    MapFunction<Row, String> key = row -> row.getAs("family");
    CoGroupFunction<String, Row, Row, Row> course =
        (family, observed, external) ->
            FamilyCourse.of(described.get(family), all.get(family), observed, external).rows();
    return Observations.of(fields, exponents)
        .groupByKey(key, Encoders.STRING())
        .cogroup(performance.groupByKey(key, Encoders.STRING()), course, MixedRows.encoder(TABLES));
  }
}
