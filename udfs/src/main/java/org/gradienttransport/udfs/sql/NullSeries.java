package org.gradienttransport.udfs.sql;

import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.contrast.NullReplicates;
import org.gradienttransport.udfs.window.StepSeries;

/** One quantity of the real field, N0 and N2, sorted out of rows in any order. */
final class NullSeries {
  private final NavigableMap<Long, Double> real = new TreeMap<>();
  private final NavigableMap<Long, NavigableMap<Long, Double>> n0 = new TreeMap<>();
  private final NavigableMap<Long, NavigableMap<Long, Double>> n2 = new TreeMap<>();
  private boolean repeated;

  void put(FieldKind kind, long replicate, long step, double value) {
    Map<Long, Double> series =
        switch (kind) {
          case REAL -> real;
          case N0 -> n0.computeIfAbsent(replicate, k -> new TreeMap<>());
          case N2 -> n2.computeIfAbsent(replicate, k -> new TreeMap<>());
          case N1 -> null;
        };
    if (series != null && series.put(step, value) != null) {
      repeated = true;
    }
  }

  /** Whether something had two values at one step. */
  boolean repeated() {
    return repeated;
  }

  /** The steps that all series have; null when there is none, or when realisations do not match. */
  NullReplicates complete() {
    NavigableSet<Long> steps = new TreeSet<>(real.keySet());
    Stream.of(n0, n2)
        .map(NavigableMap::values)
        .flatMap(Collection::stream)
        .forEach(series -> steps.retainAll(series.keySet()));
    if (steps.isEmpty() || n0.isEmpty() || !n0.keySet().equals(n2.keySet())) {
      return null;
    }
    return NullReplicates.of(
        StepSeries.of(steps.stream().mapToLong(Long::longValue).toArray(), at(steps, real)),
        at(steps, n0.values()),
        at(steps, n2.values()));
  }

  private static double[][] at(
      NavigableSet<Long> steps, Collection<NavigableMap<Long, Double>> replicates) {
    return replicates.stream().map(series -> at(steps, series)).toArray(double[][]::new);
  }

  private static double[] at(NavigableSet<Long> steps, NavigableMap<Long, Double> series) {
    return steps.stream().mapToDouble(series::get).toArray();
  }
}
