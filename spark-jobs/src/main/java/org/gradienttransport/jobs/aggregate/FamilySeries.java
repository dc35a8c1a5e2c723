package org.gradienttransport.jobs.aggregate;

import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.gradienttransport.udfs.window.StepSeries;

/** The per-step series of one family, field kind and replicate, by quantity and scale. */
final class FamilySeries {
  /** Which series. */
  record Name(String quantity, String scale) implements Comparable<Name> {
    @Override
    public int compareTo(Name other) {
      int byQuantity = quantity.compareTo(other.quantity);
      return byQuantity != 0 ? byQuantity : scale.compareTo(other.scale);
    }
  }

  private final Map<Name, TreeMap<Long, Double>> series = new TreeMap<>();

  /** Sorts observations, which arrive in any order, into series by ascending step. */
  static FamilySeries of(Iterator<Row> observations) {
    FamilySeries all = new FamilySeries();
    while (observations.hasNext()) {
      Row row = observations.next();
      all.series
          .computeIfAbsent(
              new Name(row.getAs(Observations.QUANTITY), row.getAs("scale")),
              name -> new TreeMap<>())
          .put(row.getAs("step"), row.getAs(Observations.VALUE));
    }
    return all;
  }

  Set<Name> names() {
    return series.keySet();
  }

  /** The series of that name; empty when there is none. */
  StepSeries get(Name name) {
    TreeMap<Long, Double> values = series.getOrDefault(name, new TreeMap<>());
    return StepSeries.of(
        values.keySet().stream().mapToLong(Long::longValue).toArray(),
        values.values().stream().mapToDouble(Double::doubleValue).toArray());
  }
}
