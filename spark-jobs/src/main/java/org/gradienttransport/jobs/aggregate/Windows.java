package org.gradienttransport.jobs.aggregate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.udfs.window.AutomaticWindow;
import org.gradienttransport.udfs.window.StableWindow;
import org.gradienttransport.udfs.window.StepSeries;

/** The stable window of each family: configured bounds always win, else the automatic rule's. */
final class Windows {
  private Windows() {}

  /**
   * Finds the windows. Families without one (no bounds given and none found) are absent.
   *
   * @param observations of the real fields, see {@link Observations}
   */
  static Map<String, StableWindow> find(Dataset<Row> observations, Map<String, Family> families) {
    Map<String, StableWindow> windows = new HashMap<>();
    List<String> automatic = new ArrayList<>();
    families.forEach(
        (name, family) ->
            family
                .window()
                .ifPresentOrElse(
                    bounds -> windows.put(name, StableWindow.explicit(bounds.from(), bounds.to())),
                    () -> automatic.add(name)));
    for (String name : automatic) {
      // One family's v_rel is a few thousand numbers: small enough for the driver.
      List<Row> rows =
          observations
              .where(
                  observations
                      .col("family")
                      .equalTo(name)
                      .and(functions.expr("field_kind = 'real' and quantity = 'v_rel'")))
              .collectAsList();
      find(FamilySeries.of(rows.iterator())).ifPresent(window -> windows.put(name, window));
    }
    return windows;
  }

  private static Optional<StableWindow> find(FamilySeries series) {
    TreeSet<Long> steps = new TreeSet<>();
    List<TreeMap<Long, Double>> scales = new ArrayList<>();
    for (FamilySeries.Name name : series.names()) {
      StepSeries scale = series.get(name);
      TreeMap<Long, Double> values = new TreeMap<>();
      long[] scaleSteps = scale.steps();
      double[] scaleValues = scale.values();
      for (int i = 0; i < scaleSteps.length; i++) {
        values.put(scaleSteps[i], scaleValues[i]);
      }
      steps.addAll(values.keySet());
      scales.add(values);
    }
    long[] all = steps.stream().mapToLong(Long::longValue).toArray();
    double[][] vRel =
        scales.stream()
            .map(
                values ->
                    Arrays.stream(all)
                        .mapToDouble(s -> values.getOrDefault(s, Double.NaN))
                        .toArray())
            .toArray(double[][]::new);
    return all.length == 0 ? Optional.empty() : AutomaticWindow.find(all, vRel);
  }
}
