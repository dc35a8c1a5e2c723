package org.gradienttransport.udfs.sql;

import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructType;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.schemas.vocabulary.FunctionStatus;
import org.gradienttransport.udfs.contrast.NullReplicates;
import org.gradienttransport.udfs.contrast.QuantityContrasts;
import org.gradienttransport.udfs.window.StepSeries;

/**
 * Result of null_contrast (METHOD section 4): one quantity of the real field, N0 and N2, sorted out
 * of rows in any order.
 */
final class ContrastRows {
  static final StructType TYPE =
      Structs.type(
          "total DOUBLE, dist DOUBLE, assign DOUBLE, dist_share DOUBLE, assign_share DOUBLE,"
              + " sum_rule_residual DOUBLE, steps BIGINT NOT NULL, replicates BIGINT NOT NULL,"
              + " status STRING NOT NULL");

  private final NavigableMap<Long, Double> real = new TreeMap<>();
  private final NavigableMap<Long, NavigableMap<Long, Double>> n0 = new TreeMap<>();
  private final NavigableMap<Long, NavigableMap<Long, Double>> n2 = new TreeMap<>();
  private boolean repeated;

  private ContrastRows() {}

  static Object contrast(GatheredRows rows) {
    ContrastRows series = new ContrastRows();
    long[] steps = rows.longs(0);
    long[] kinds = rows.longs(1);
    long[] replicates = rows.longs(2);
    double[] values = rows.doubles(3);
    for (int i = 0; i < steps.length; i++) {
      series.put(Cell.kind(kinds[i]), replicates[i], steps[i], values[i]);
    }
    if (!Structs.finite(values)) {
      return refused(FunctionStatus.NOT_FINITE);
    }
    if (series.repeated) {
      return refused(FunctionStatus.REPEATED_STEP);
    }
    NullReplicates complete = series.complete();
    return complete == null
        ? refused(FunctionStatus.NO_VALUES)
        : row(QuantityContrasts.over(complete, PointFunction.NULL_CONTRAST.sqlName()));
  }

  private static Object refused(FunctionStatus status) {
    return Structs.nulls(TYPE, 0L, 0L, status);
  }

  private static Object row(QuantityContrasts contrast) {
    return Structs.row(
        contrast.total().mean(),
        contrast.dist().mean(),
        contrast.assign().mean(),
        contrast.distShare(),
        contrast.assignShare(),
        contrast.sumRuleResidual(),
        (long) contrast.steps(),
        (long) contrast.replicates(),
        FunctionStatus.OK);
  }

  private void put(FieldKind kind, long replicate, long step, double value) {
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

  /** The steps that all series have; null when there is none, or when realisations do not match. */
  private NullReplicates complete() {
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
