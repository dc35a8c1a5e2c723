package org.gradienttransport.jobs.aggregate;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.math3.stat.StatUtils;
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

  static FamilySeries empty() {
    return new FamilySeries();
  }

  /** Adds an observation; they come in any order and are kept by ascending step. */
  void add(Row observation) {
    put(
        new Name(observation.getAs(Observations.QUANTITY), observation.getAs("scale")),
        observation.getAs("step"),
        observation.getAs(Observations.VALUE));
  }

  void put(Name name, long step, double value) {
    series.computeIfAbsent(name, absent -> new TreeMap<>()).put(step, value);
  }

  Set<Name> names() {
    return series.keySet();
  }

  /** The mean over these scales, at the steps where every one of them has a value. */
  StepSeries meanOver(String quantity, List<String> scales) {
    TreeMap<Long, Double> means = new TreeMap<>();
    for (Map.Entry<Long, Double> first : values(quantity, scales.get(0)).entrySet()) {
      double[] atStep =
          scales.stream()
              .map(scale -> values(quantity, scale).get(first.getKey()))
              .filter(Objects::nonNull)
              .mapToDouble(Double::doubleValue)
              .toArray();
      if (atStep.length == scales.size()) {
        means.put(first.getKey(), StatUtils.mean(atStep));
      }
    }
    return series(means);
  }

  /** The series of that name; empty when there is none. */
  StepSeries get(Name name) {
    return series(values(name.quantity(), name.scale()));
  }

  private Map<Long, Double> values(String quantity, String scale) {
    return series.getOrDefault(new Name(quantity, scale), new TreeMap<>());
  }

  private static StepSeries series(Map<Long, Double> values) {
    return StepSeries.of(
        values.keySet().stream().mapToLong(Long::longValue).toArray(),
        values.values().stream().mapToDouble(Double::doubleValue).toArray());
  }
}
