package org.gradienttransport.jobs.aggregate;

import java.util.Map;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.schemas.WindowSummary;
import org.gradienttransport.schemas.spark.SparkSchemas;
import org.gradienttransport.udfs.window.StableWindow;

/** Tables that need a family's whole course: windows over steps. */
public final class FamilyTables {
  private static final String SEPARATOR = "\u0000";

  private final Dataset<Row> observations;
  private final Map<String, StableWindow> windows;

  private FamilyTables(Dataset<Row> observations, Map<String, StableWindow> windows) {
    this.observations = observations;
    this.windows = windows;
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
    return new FamilyTables(observations, Windows.find(observations, families));
  }

  /** The stable windows, by family; a family without one is absent. */
  public Map<String, StableWindow> windows() {
    return Map.copyOf(windows);
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
}
