package org.gradienttransport.jobs.aggregate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.schemas.NullContrast;
import org.gradienttransport.schemas.PerformanceAssociation;
import org.gradienttransport.schemas.WindowSummary;
import org.gradienttransport.schemas.spark.SparkSchemas;
import org.gradienttransport.udfs.window.StableWindow;

/** Tables that need a family's whole course: windows, contrasts with nulls, associations. */
public final class FamilyTables {
  private static final String SEPARATOR = "\u0000";

  private final Dataset<Row> observations;
  private final Map<String, Family> families;
  private final Map<String, StableWindow> windows;
  private final Map<String, List<Long>> steps;

  private FamilyTables(
      Dataset<Row> observations,
      Map<String, Family> families,
      Map<String, StableWindow> windows,
      Map<String, List<Long>> steps) {
    this.observations = observations;
    this.families = Map.copyOf(families);
    this.windows = Map.copyOf(windows);
    this.steps = steps;
  }

  /**
   * Finds the windows and prepares the tables.
   *
   * @param fields rows of field_transport
   * @param exponents rows of stepwise_exponent
   */
  public static FamilyTables of(
      Dataset<Row> fields, Dataset<Row> exponents, Map<String, Family> families) {
    Dataset<Row> observations = Observations.of(fields, exponents);
    return new FamilyTables(
        observations, families, Windows.find(observations, families), steps(exponents));
  }

  private static Map<String, List<Long>> steps(Dataset<Row> exponents) {
    Map<String, List<Long>> steps = new HashMap<>();
    for (Row row :
        exponents.select("family", "step").distinct().orderBy("family", "step").collectAsList()) {
      steps.computeIfAbsent(row.getString(0), family -> new ArrayList<>()).add(row.getLong(1));
    }
    return steps;
  }

  /** The stable windows, by family; a family without one is absent. */
  public Map<String, StableWindow> windows() {
    return windows;
  }

  /** Rows of window_summary. */
  public Dataset<Row> windowSummaries() {
    Map<String, StableWindow> found = windows;
    MapFunction<Row, String> key =
        row ->
            row.<String>getAs("family")
                + SEPARATOR
                + row.<String>getAs("field_kind")
                + SEPARATOR
                + row.<Integer>getAs("replicate");
    FlatMapGroupsFunction<String, Row, Row> summarise =
        (text, rows) -> {
          String[] parts = text.split(SEPARATOR, -1);
          return WindowSummaries.rows(
                  parts[0],
                  parts[1],
                  Integer.parseInt(parts[2]),
                  FamilySeries.of(rows),
                  found.get(parts[0]))
              .iterator();
        };
    return observations
        .groupByKey(key, Encoders.STRING())
        .flatMapGroups(summarise, Encoders.row(SparkSchemas.structType(WindowSummary.TABLE)));
  }

  /** Rows of null_contrast. */
  public Dataset<Row> nullContrasts() {
    Map<String, Family> described = families;
    Map<String, StableWindow> found = windows;
    Map<String, List<Long>> all = new HashMap<>(steps);
    MapFunction<Row, String> key = row -> row.getAs("family");
    FlatMapGroupsFunction<String, Row, Row> contrast =
        (family, rows) ->
            NullContrasts.rows(
                    described.get(family),
                    NullObservations.of(rows),
                    found.get(family),
                    all.get(family))
                .iterator();
    return observations
        .where(functions.col(Observations.QUANTITY).isin(NullContrasts.OBSERVABLES.toArray()))
        .groupByKey(key, Encoders.STRING())
        .flatMapGroups(contrast, Encoders.row(SparkSchemas.structType(NullContrast.TABLE)));
  }

  /**
   * Rows of performance_association.
   *
   * @param performance rows of performance
   * @param exponents rows of performance_exponent
   */
  public Dataset<Row> performanceAssociations(Dataset<Row> performance, Dataset<Row> exponents) {
    Map<String, Family> described = families;
    Map<String, StableWindow> found = windows;
    MapFunction<Row, String> key = row -> row.getAs("family");
    CoGroupFunction<String, Row, Row, Row> associate =
        (family, measured, external) ->
            PerformanceAssociations.rows(
                    described.get(family),
                    FamilySeries.of(measured),
                    FamilySeries.of(external),
                    found.get(family))
                .iterator();
    return observations
        .where("field_kind = 'real'")
        .groupByKey(key, Encoders.STRING())
        .cogroup(
            Observations.external(performance, exponents).groupByKey(key, Encoders.STRING()),
            associate,
            Encoders.row(SparkSchemas.structType(PerformanceAssociation.TABLE)));
  }
}
