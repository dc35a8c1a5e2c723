package org.gradienttransport.jobs.floors;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.gradienttransport.jobs.plan.Planner;
import org.gradienttransport.jobs.plan.Unit;
import org.gradienttransport.jobs.plan.UnitWork;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.probe.FieldVariant;

/** The units of null floors: fields of which only the size matters. */
final class FloorPlan {
  private final FloorSettings settings;

  FloorPlan(FloorSettings settings) {
    this.settings = settings;
  }

  /** A size of a ladder at a step. It has no file, and standard Gaussian nulls need none. */
  static Unit unit(Ladder ladder, long nodes, long step) {
    return new Unit(
        ladder.name(),
        Long.toString(nodes),
        nodes,
        step,
        step,
        List.of(),
        List.of(),
        null,
        "null_floor");
  }

  /** The N0 realisations of a step, the same that a run would draw. */
  List<FieldVariant> variants(long step) {
    return IntStream.range(0, settings.replicates())
        .mapToObj(
            replicate ->
                FieldVariant.nullOf(FieldKind.N0, replicate, Planner.NULL_SEED_BASE + step))
        .toList();
  }

  /** Key of one realisation in the store; shared with runs of families of that size. */
  String lookupKey(long nodes, long step, FieldVariant variant) {
    return unit(settings.ladders().get(0), nodes, step)
        .lookupKey(settings.measure().canonical(), variant);
  }

  /** All units, small ones first. */
  private List<Unit> units() {
    List<Unit> units = new ArrayList<>();
    for (Ladder ladder : settings.ladders()) {
      for (long nodes : ladder.nodes()) {
        settings.steps().forEach(step -> units.add(unit(ladder, nodes, step)));
      }
    }
    units.sort(Comparator.comparingLong(Unit::entries).thenComparingLong(Unit::step));
    return units;
  }

  /** What the store lacks. */
  List<UnitWork> pending(Predicate<String> measured) {
    List<UnitWork> pending = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (Unit unit : units()) {
      List<FieldVariant> missing =
          variants(unit.step()).stream()
              .filter(
                  variant -> {
                    String key = lookupKey(unit.entries(), unit.step(), variant);
                    return !measured.test(key) && taken.add(key);
                  })
              .toList();
      if (!missing.isEmpty()) {
        pending.add(new UnitWork(unit, missing));
      }
    }
    return pending;
  }
}
