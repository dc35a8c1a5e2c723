package org.gradienttransport.jobs.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.plan.store.KnownKeys;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.MethodVersion;
import org.gradienttransport.udfs.probe.ProbeParameters;

/**
 * All that a run covers: fields of families with their nulls, or the sizes of null floors, which
 * are units without a field.
 *
 * @param families by name
 * @param units small scales first
 * @param nullReplicates realisations of each null per field
 * @param leftOut by family that has any and scale, steps that are not measured because other scales
 *     have none with them, or because of the zeros in their names
 * @param otherZeros by family that has any and scale, names of steps that differ from those of the
 *     family's file in zeros alone
 * @param passedOver by family that has any, in how many snapshots several of the family's files lie
 *     side by side, by what was taken and what was not
 * @param unlisted families whose steps are to be discovered and of which none are there, with the
 *     reason; they have no units
 */
public record Plan(
    Map<String, Family> families,
    List<Unit> units,
    int nullReplicates,
    Map<String, Map<String, List<Long>>> leftOut,
    Map<String, Map<String, List<String>>> otherZeros,
    Map<String, Map<String, Integer>> passedOver,
    Map<String, String> unlisted) {
  public Plan {
    families = Map.copyOf(families);
    units = List.copyOf(units);
    leftOut = Map.copyOf(leftOut);
    otherZeros = Map.copyOf(otherZeros);
    passedOver = Map.copyOf(passedOver);
    unlisted = Map.copyOf(unlisted);
  }

  /** Units of which nothing else is to be said. */
  public static Plan of(Map<String, Family> families, List<Unit> units, int nullReplicates) {
    return new Plan(families, units, nullReplicates, Map.of(), Map.of(), Map.of(), Map.of());
  }

  /** The real fields alone of some of the families. */
  public Plan realFieldsOf(Set<String> some) {
    return of(
        families.entrySet().stream()
            .filter(one -> some.contains(one.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
        units.stream().filter(unit -> some.contains(unit.family())).toList(),
        0);
  }

  /** The same plan without some of its families. */
  public Plan without(Set<String> some) {
    return new Plan(
        without(families, some),
        units.stream().filter(unit -> !some.contains(unit.family())).toList(),
        nullReplicates,
        without(leftOut, some),
        without(otherZeros, some),
        without(passedOver, some),
        without(unlisted, some));
  }

  private static <V> Map<String, V> without(Map<String, V> all, Set<String> some) {
    Map<String, V> rest = new HashMap<>(all);
    rest.keySet().removeAll(some);
    return rest;
  }

  /** The relaxations of a unit. */
  public List<FieldVariant> variants(Unit unit) {
    return Planner.variants(unit, nullReplicates);
  }

  /** The steps of each family that has any, as rows of the whole family have them, ascending. */
  public Map<String, List<Long>> steps() {
    return units.stream()
        .collect(
            Collectors.groupingBy(
                Unit::family,
                Collectors.collectingAndThen(
                    Collectors.toList(),
                    of ->
                        of.stream()
                            .map(unit -> unit.label().step())
                            .distinct()
                            .sorted()
                            .toList())));
  }

  /**
   * Of families whose scales align on an axis, what steps of a scale are aligned with: by family,
   * scale and training step.
   */
  public Map<String, Map<String, Map<Long, Long>>> alignment() {
    Map<String, Map<String, Map<Long, Long>>> alignment = new HashMap<>();
    for (Unit unit : units) {
      if (unit.label().onAxis()) {
        Map<Long, Long> steps =
            alignment
                .computeIfAbsent(unit.family(), name -> new HashMap<>())
                .computeIfAbsent(unit.scale(), name -> new HashMap<>());
        steps.put(unit.fromStep(), unit.label().fromStep());
        steps.put(unit.step(), unit.label().step());
      }
    }
    return alignment;
  }

  /** Relaxations in all. */
  public long relaxations() {
    return units.stream().mapToLong(unit -> variants(unit).size()).sum();
  }

  /**
   * What is left to measure: units whose input is there, with those of their relaxations that the
   * store lacks. A relaxation that several units share (a Gaussian null of one N and step) goes
   * with the first of them.
   *
   * @param probe that they are measured with
   * @param measured whether the store has a lookup key
   */
  public List<UnitWork> pending(ProbeParameters probe, Predicate<String> measured) {
    String parameters = MethodVersion.canonical(probe);
    List<UnitWork> work = new ArrayList<>();
    // Only what several units share can be met twice.
    KnownKeys taken = new KnownKeys();
    for (Unit unit : units) {
      List<FieldVariant> variants = unit.lacking(parameters, variants(unit), measured, taken);
      if (!variants.isEmpty()) {
        work.add(new UnitWork(unit, probe, variants));
      }
    }
    return work;
  }
}
