package org.gradienttransport.jobs.aggregate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.udfs.window.AutomaticWindow;
import org.gradienttransport.udfs.window.StableWindow;
import org.gradienttransport.udfs.window.StepSeries;

/** The stable window of a family: configured bounds always win, else the automatic rule's. */
final class Windows {
  private Windows() {}

  /**
   * Finds the window; empty when no bounds are given and none is found.
   *
   * @param real series of the real fields
   */
  static Optional<StableWindow> of(Family family, FamilySeries real) {
    return family
        .window()
        .map(bounds -> StableWindow.explicit(bounds.from(), bounds.to()))
        .or(() -> find(real));
  }

  private static Optional<StableWindow> find(FamilySeries series) {
    TreeSet<Long> steps = new TreeSet<>();
    List<TreeMap<Long, Double>> scales = new ArrayList<>();
    for (FamilySeries.Name name : series.names()) {
      if (!name.quantity().equals("v_rel")) {
        continue;
      }
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
