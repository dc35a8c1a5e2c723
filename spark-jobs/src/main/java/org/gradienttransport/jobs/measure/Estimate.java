package org.gradienttransport.jobs.measure;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradienttransport.jobs.plan.UnitWork;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.backend.StageTimes.Stage;

/**
 * How long measuring will take.
 *
 * @param stages seconds of each stage, summed over all units; stages overlap
 * @param bytes to read
 * @param seconds of the wall clock in all
 */
public record Estimate(Map<Stage, Double> stages, long bytes, double seconds) {
  /**
   * Until a new driver's and its executors' code runs warm: 3 to 4 s for a family of tiny fields.
   */
  private static final double SECONDS_TO_WARM_UP = 2.5;

  /** Starting a wave and committing its rows. */
  private static final double SECONDS_PER_WAVE = 1.0;

  public Estimate {
    stages = Map.copyOf(stages);
  }

  /**
   * Estimates.
   *
   * @param small rates of fields measured side by side, one thread each
   * @param large rates of fields measured one at a time on all threads of an executor
   * @param slots fields that can be measured side by side
   * @param executors each measures one large field at a time
   */
  static Estimate of(
      List<UnitWork> work, int waves, Rates small, Rates large, int slots, int executors) {
    Sums sideBySide = new Sums(small);
    Sums oneByOne = new Sums(large);
    for (UnitWork one : work) {
      (one.unit().entries() >= ExecutorEngine.LARGE ? oneByOne : sideBySide).add(one);
    }
    Map<Stage, Double> stages = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      stages.put(stage, sideBySide.seconds.get(stage) + oneByOne.seconds.get(stage));
    }
    double computing = oneByOne.total() - oneByOne.seconds.get(Stage.READ);
    // The first large field of an executor is read before anything can overlap with it.
    double firstRead = oneByOne.units == 0 ? 0 : oneByOne.seconds.get(Stage.READ) / oneByOne.units;
    double seconds =
        sideBySide.total() / Math.min(slots, Math.max(1, sideBySide.units))
            + Math.max(computing, oneByOne.seconds.get(Stage.READ)) / executors
            + firstRead
            + SECONDS_TO_WARM_UP
            + waves * SECONDS_PER_WAVE;
    return new Estimate(stages, sideBySide.bytes + oneByOne.bytes, work.isEmpty() ? 0 : seconds);
  }

  private static final class Sums {
    private final Rates rates;
    private final Map<Stage, Double> seconds = new EnumMap<>(Stage.class);
    private final Set<Long> graphs = new HashSet<>();
    private long bytes;
    private int units;

    Sums(Rates rates) {
      this.rates = rates;
      for (Stage stage : Stage.values()) {
        seconds.put(stage, 0.0);
      }
    }

    void add(UnitWork work) {
      long entries = work.unit().entries();
      long nulls = work.variants().stream().filter(one -> one.kind() != FieldKind.REAL).count();
      boolean read = work.variants().stream().anyMatch(one -> one.kind() != FieldKind.N0);
      if (read) {
        bytes += work.unit().inputBytes();
        plus(Stage.READ, work.unit().inputBytes() / rates.readBytesPerSecond());
      }
      if (graphs.add(entries)) {
        plus(Stage.GRAPH, entries * rates.graphSecondsPerNode());
      }
      plus(Stage.DRAW, entries * nulls * rates.drawSecondsPerEntry());
      double relaxed = (double) entries * work.variants().size();
      plus(Stage.MOMENTS, relaxed * rates.momentsSecondsPerEntry());
      plus(Stage.RELAX, relaxed * rates.relaxSecondsPerEntry());
      units++;
    }

    private void plus(Stage stage, double more) {
      seconds.merge(stage, more, Double::sum);
    }

    double total() {
      return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }
  }
}
