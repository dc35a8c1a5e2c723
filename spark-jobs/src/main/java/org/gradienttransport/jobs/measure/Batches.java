package org.gradienttransport.jobs.measure;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.gradienttransport.jobs.plan.UnitWork;

/**
 * How a wave is cut into tasks. Spark starts tasks in their order, so the costly ones come first
 * and cheap ones fill the slots at the end; a task's units are of one size, so that an executor
 * works on one graph for a while; and a task is worth starting.
 */
final class Batches {
  /** Node-relaxations below which starting a task costs more than spreading gains: about 0.3 s. */
  static final long LEAST_COST = 10_000_000;

  /** So many tasks per slot let fast slots take over from slow ones and show progress. */
  private static final int TASKS_PER_SLOT = 8;

  private Batches() {}

  /**
   * Tasks of a wave, costly sizes first.
   *
   * @param slots that work side by side
   * @param tasks wanted, or 0 to choose
   */
  static List<List<UnitWork>> of(List<UnitWork> wave, int slots, int tasks) {
    long total = wave.stream().mapToLong(UnitWork::cost).sum();
    long wanted =
        tasks > 0
            ? (total + tasks - 1) / tasks
            : Math.max(LEAST_COST, total / ((long) slots * TASKS_PER_SLOT));
    List<UnitWork> costlyFirst = new ArrayList<>(wave);
    costlyFirst.sort(
        Comparator.comparingLong((UnitWork work) -> work.unit().entries())
            .reversed()
            .thenComparing(Batches::probe)
            .thenComparing(work -> work.unit().family())
            .thenComparingLong(work -> work.unit().step()));
    List<List<UnitWork>> batches = new ArrayList<>();
    List<UnitWork> batch = new ArrayList<>();
    long cost = 0;
    for (UnitWork work : costlyFirst) {
      boolean otherSize = !batch.isEmpty() && entries(batch) != work.unit().entries();
      if (!batch.isEmpty() && (cost + work.cost() > wanted || (otherSize && cost > LEAST_COST))) {
        batches.add(batch);
        batch = new ArrayList<>();
        cost = 0;
      }
      batch.add(work);
      cost += work.cost();
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }

  /** Units on the same graphs follow each other. */
  private static String probe(UnitWork work) {
    return work.probes().stream()
        .map(probe -> probe.parameters().canonical())
        .collect(joining("|"));
  }

  private static long entries(List<UnitWork> batch) {
    return batch.get(batch.size() - 1).unit().entries();
  }
}
