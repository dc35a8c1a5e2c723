package org.gradienttransport.jobs.aggregate.scaling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradienttransport.jobs.plan.store.StoredFit;

/** What units of work came to, by their keys. */
public final class FitResults {
  private final Map<String, List<StoredFit>> byUnit = new HashMap<>();

  /** Adds the results of units, whole ones. */
  public FitResults add(Map<String, List<StoredFit>> results) {
    byUnit.putAll(results);
    return this;
  }

  /** The same units' work done here, in this thread. */
  public FitResults run(List<FitUnit> units, FitData data) {
    for (FitUnit unit : units) {
      byUnit.computeIfAbsent(unit.key(), key -> unit.run(data));
    }
    return this;
  }

  boolean has(FitUnit unit) {
    return byUnit.containsKey(unit.key());
  }

  /**
   * All results of some units, by number.
   *
   * @throws IllegalStateException if a unit was not done
   */
  List<StoredFit> of(List<FitUnit> units) {
    List<StoredFit> all = new ArrayList<>();
    for (FitUnit unit : units) {
      List<StoredFit> found = byUnit.get(unit.key());
      if (found == null) {
        throw new IllegalStateException("no results of " + unit.canonical());
      }
      all.addAll(found);
    }
    all.sort(Comparator.comparingInt(StoredFit::number));
    return all;
  }
}
