package org.gradienttransport.jobs.aggregate;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.gradienttransport.jobs.aggregate.FamilySeries.Name;
import org.gradienttransport.schemas.rows.Realisation;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.contrast.NullReplicates;
import org.gradienttransport.udfs.window.StepSeries;

/**
 * One quantity beside its nulls, at the steps where the real field and every realisation have it.
 */
final class ContrastSeries {
  private final TreeMap<Realisation, Map<Long, Double>> values = new TreeMap<>();
  private final int replicates;
  private final List<Long> common;

  ContrastSeries(Observations observations, Name name, List<String> scales) {
    this.replicates = observations.replicates();
    values.put(Realisation.REAL, observations.get(Realisation.REAL, name, scales));
    for (FieldKind kind : List.of(FieldKind.N0, FieldKind.N2)) {
      for (int k = 0; k < replicates; k++) {
        Realisation of = new Realisation(kind, k);
        values.put(of, observations.get(of, name, scales));
      }
    }
    this.common =
        values.get(Realisation.REAL).keySet().stream()
            .filter(step -> values.values().stream().allMatch(has -> has.containsKey(step)))
            .toList();
  }

  int replicates() {
    return replicates;
  }

  /** Whether there is anything to contrast. */
  boolean isEmpty() {
    return replicates == 0 || common.isEmpty();
  }

  /** All steps that have all values; only if not {@link #isEmpty}. */
  NullReplicates all() {
    return NullReplicates.of(
        StepSeries.of(
            common.stream().mapToLong(Long::longValue).toArray(), numbers(Realisation.REAL)),
        replicates(FieldKind.N0),
        replicates(FieldKind.N2));
  }

  boolean has(long step) {
    return replicates > 0 && values.values().stream().allMatch(has -> has.containsKey(step));
  }

  /** Realisations that have no value at a step, in words. */
  List<String> lacking(long step) {
    return values.entrySet().stream()
        .filter(one -> !one.getValue().containsKey(step))
        .map(one -> inWords(one.getKey()))
        .toList();
  }

  private static String inWords(Realisation of) {
    return of.isReal() ? "the real field" : of.fieldKind().word() + " replicate " + of.replicate();
  }

  /** Mean over some steps of the real field, or over those steps and all realisations of a null. */
  double mean(FieldKind kind, long[] steps) {
    double[] means =
        IntStream.range(0, kind == FieldKind.REAL ? 1 : replicates)
            .mapToDouble(k -> mean(values.get(new Realisation(kind, k)), steps))
            .toArray();
    return StatUtils.mean(means);
  }

  private static double mean(Map<Long, Double> values, long[] steps) {
    return StatUtils.mean(Arrays.stream(steps).mapToDouble(values::get).toArray());
  }

  private double[][] replicates(FieldKind kind) {
    return IntStream.range(0, replicates)
        .mapToObj(k -> numbers(new Realisation(kind, k)))
        .toArray(double[][]::new);
  }

  private double[] numbers(Realisation of) {
    return common.stream().mapToDouble(step -> values.get(of).get(step)).toArray();
  }
}
