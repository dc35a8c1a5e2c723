package org.gradienttransport.jobs.aggregate.scaling;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;

/**
 * Units of work in the order in which they are handed out. Replicates of a fit are there as soon as
 * the results of its starts are, whatever else is still worked on; until then there are the units
 * that nothing waits for, so that no executor stands still between the two.
 */
final class FitQueue {
  private final StudyAggregation studies;
  private final FitResults results;
  private final Set<String> seen = new HashSet<>();
  private final Queue<FitUnit> ready = new ArrayDeque<>();

  /**
   * The units whose results are lacking.
   *
   * @param results to which those of units that were handed out are added
   */
  FitQueue(StudyAggregation studies, FitResults results) {
    this.studies = studies;
    this.results = results;
    add(studies.starts());
  }

  /** The next units; fewer, or none, where the others wait for results. */
  List<FitUnit> next(int most) {
    if (ready.size() < most) {
      add(studies.readyReplicates(results));
    }
    List<FitUnit> next = new ArrayList<>();
    while (next.size() < most && !ready.isEmpty()) {
      next.add(ready.remove());
    }
    return next;
  }

  private void add(List<FitUnit> units) {
    units.stream().filter(unit -> !results.has(unit) && seen.add(unit.key())).forEach(ready::add);
  }
}
