package org.gradienttransport.jobs.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.udfs.robustness.ProbeVariation;

/**
 * The quantities of METHOD-ROBUSTNESS section 2, step by step, under the baseline and under each
 * variation of it.
 *
 * @param name of the family, or of the ladder of a null floor
 * @param kind of the fields that the quantities are of
 * @param quantities that are compared
 * @param asked the variations, without the baseline
 * @param values by variation and quantity, then by step; what has no value is not there
 */
record RobustnessSeries(
    String name,
    FieldKind kind,
    List<Quantity> quantities,
    List<ProbeVariation> asked,
    Map<ProbeVariation, Map<Quantity, NavigableMap<Long, Double>>> values) {

  /** Of a family, in the order of its tables. */
  static final List<Quantity> OF_FAMILY =
      List.of(
          Quantity.D,
          Quantity.Z,
          Quantity.DELTA,
          Quantity.Z_MINUS_Z_N0,
          Quantity.V_REL,
          Quantity.R2_DURATION);

  /** Of a null floor, from which nothing is subtracted. */
  static final List<Quantity> OF_FLOOR =
      OF_FAMILY.stream().filter(one -> one != Quantity.Z_MINUS_Z_N0).toList();

  RobustnessSeries {
    asked = asked.stream().sorted().toList();
  }

  /** Values of a quantity under a variation by step; empty where there are none. */
  NavigableMap<Long, Double> of(ProbeVariation variation, Quantity quantity) {
    return values.getOrDefault(variation, Map.of()).getOrDefault(quantity, new TreeMap<>());
  }

  NavigableMap<Long, Double> baseline(Quantity quantity) {
    return of(ProbeVariation.BASELINE, quantity);
  }

  /** The steps that two series share, ascending. */
  static List<Long> common(NavigableMap<Long, Double> a, NavigableMap<Long, Double> b) {
    return a.keySet().stream().filter(b::containsKey).toList();
  }

  /** The steps at which every one of some series has a value, ascending. */
  static List<Long> common(List<NavigableMap<Long, Double>> all) {
    List<Long> steps = new ArrayList<>(all.get(0).keySet());
    all.forEach(one -> steps.retainAll(one.keySet()));
    return steps;
  }

  /** Values at some steps, in their order. */
  static double[] at(NavigableMap<Long, Double> values, List<Long> steps) {
    return steps.stream().mapToDouble(values::get).toArray();
  }

  /** One map less another at the steps that both have. */
  static NavigableMap<Long, Double> minus(
      NavigableMap<Long, Double> a, NavigableMap<Long, Double> b) {
    return common(a, b).stream()
        .collect(
            Collectors.toMap(
                step -> step, step -> a.get(step) - b.get(step), (x, y) -> x, TreeMap::new));
  }
}
