package org.gradienttransport.jobs.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.Variations;
import org.gradienttransport.jobs.plan.store.KnownKeys;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.MethodVersion;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.robustness.ProbeVariation;

/**
 * What a run measures under variations of the probe (METHOD-ROBUSTNESS section 1).
 *
 * @param steps of each family with variations; empty where no steps could be chosen
 * @param units small scales first
 */
public record VariationPlan(Map<String, Optional<List<Long>>> steps, List<VariedUnit> units) {
  public VariationPlan {
    steps = Map.copyOf(steps);
    units = List.copyOf(units);
  }

  /** Nothing is varied. */
  public static final VariationPlan NONE = new VariationPlan(Map.of(), List.of());

  /**
   * The variations of a plan's families at some of their steps.
   *
   * @param steps by name of each family that has variations
   */
  public static VariationPlan of(Plan plan, Map<String, Optional<List<Long>>> steps) {
    Map<String, Set<Long>> chosen = new HashMap<>();
    steps.forEach((family, of) -> chosen.put(family, Set.copyOf(of.orElse(List.of()))));
    List<VariedUnit> units = new ArrayList<>();
    for (Unit unit : plan.units()) {
      if (chosen.getOrDefault(unit.family(), Set.of()).contains(unit.step())) {
        Family family = plan.families().get(unit.family());
        Variations asked = family.variations().orElseThrow();
        units.add(VariedUnit.of(unit, asked.levels(), asked.nulls(), plan.nullReplicates()));
      }
    }
    return new VariationPlan(steps, units);
  }

  /** The null floors of units without a field under variations. */
  public static VariationPlan ofFloors(Plan floors, List<ProbeVariation> levels) {
    return new VariationPlan(
        Map.of(),
        floors.units().stream()
            .map(
                unit -> VariedUnit.of(unit, levels, List.of(FieldKind.N0), floors.nullReplicates()))
            .toList());
  }

  /** Relaxations in all. */
  public long relaxations() {
    return units.stream().mapToLong(VariedUnit::relaxations).sum();
  }

  /**
   * What is left to measure, each unit with all its probes. A relaxation that several units share
   * (a Gaussian null of one N and step under one probe) goes with the first of them.
   *
   * @param measured whether the store has a lookup key
   */
  public List<UnitWork> pending(Predicate<String> measured) {
    List<UnitWork> work = new ArrayList<>();
    KnownKeys taken = new KnownKeys();
    for (VariedUnit varied : units) {
      List<ProbeWork> probes = new ArrayList<>();
      for (ProbeVariation level : varied.levels()) {
        String parameters = MethodVersion.canonical(level.parameters());
        List<FieldVariant> variants =
            varied.unit().lacking(parameters, varied.variants(), measured, taken);
        if (!variants.isEmpty()) {
          probes.add(new ProbeWork(level.parameters(), variants));
        }
      }
      if (!probes.isEmpty()) {
        work.add(new UnitWork(varied.unit(), probes));
      }
    }
    return work;
  }

  /**
   * The same work in the order in which it is measured. The probes of each size are taken in as few
   * groups as may be, so that fields are read as seldom; and group after group, since a graph takes
   * longer to build than a field to read.
   *
   * @param together whether the probes of some work may be measured while its field is read once
   */
  public static List<UnitWork> arranged(Collection<UnitWork> work, Predicate<UnitWork> together) {
    TreeMap<Long, List<UnitWork>> sizes = new TreeMap<>();
    work.forEach(
        one -> sizes.computeIfAbsent(one.unit().entries(), n -> new ArrayList<>()).add(one));
    List<UnitWork> arranged = new ArrayList<>();
    for (List<UnitWork> ofSize : sizes.values()) {
      for (Set<ProbeParameters> group : groups(ofSize, together)) {
        ofSize.forEach(one -> one.under(group).ifPresent(arranged::add));
      }
    }
    return arranged;
  }

  /** The probes of units of one size, in groups that each unit may be measured under at once. */
  private static List<Set<ProbeParameters>> groups(
      List<UnitWork> ofSize, Predicate<UnitWork> together) {
    List<ProbeParameters> probes =
        ofSize.stream()
            .flatMap(one -> one.probes().stream())
            .map(ProbeWork::parameters)
            .distinct()
            .sorted(Comparator.comparing(ProbeParameters::canonical))
            .toList();
    List<Set<ProbeParameters>> groups = new ArrayList<>();
    Set<ProbeParameters> group = new HashSet<>();
    for (ProbeParameters probe : probes) {
      Set<ProbeParameters> more = new HashSet<>(group);
      more.add(probe);
      boolean fits = ofSize.stream().flatMap(one -> one.under(more).stream()).allMatch(together);
      if (!group.isEmpty() && !fits) {
        groups.add(group);
        more.retainAll(Set.of(probe));
      }
      group = more;
    }
    groups.add(group);
    return groups;
  }
}
