package org.gradienttransport.jobs.aggregate;

import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeSet;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.udfs.window.AutomaticWindow;
import org.gradienttransport.udfs.window.StableWindow;

/** The stable window of a family: configured bounds always win, else the automatic rule's. */
public final class Windows {
  private Windows() {}

  /**
   * Finds the window; empty when no bounds are given and none is found.
   *
   * @param fields rows of field_transport of the family
   */
  public static Optional<StableWindow> of(Family family, List<FieldTransport> fields) {
    return of(family, Observations.of(fields, List.of()).real());
  }

  /** Finds the window; empty when no bounds are given and none is found. */
  static Optional<StableWindow> of(Family family, FamilySeries real) {
    return family
        .window()
        .map(bounds -> StableWindow.explicit(bounds.from(), bounds.to()))
        .or(() -> find(real));
  }

  private static Optional<StableWindow> find(FamilySeries real) {
    List<NavigableMap<Long, Double>> scales =
        real.names().stream()
            .filter(name -> name.quantity() == Quantity.V_REL)
            .map(real::values)
            .toList();
    TreeSet<Long> known = new TreeSet<>();
    scales.forEach(values -> known.addAll(values.keySet()));
    long[] steps = known.stream().mapToLong(Long::longValue).toArray();
    double[][] vRel =
        scales.stream()
            .map(
                values ->
                    Arrays.stream(steps)
                        .mapToDouble(step -> values.getOrDefault(step, Double.NaN))
                        .toArray())
            .toArray(double[][]::new);
    return steps.length == 0 ? Optional.empty() : AutomaticWindow.find(steps, vRel);
  }
}
