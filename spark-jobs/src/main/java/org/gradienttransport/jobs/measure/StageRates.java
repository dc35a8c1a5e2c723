package org.gradienttransport.jobs.measure;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.gradienttransport.udfs.backend.StageTimes.Stage;

/**
 * How fast units of one size class are measured.
 *
 * @param secondsPer byte read, node of a graph built, or entry drawn, summed up or relaxed
 */
record StageRates(Map<Stage, Double> secondsPer) implements Serializable {

  /**
   * One thread of a server of 2024 or so, see docs/benchmarks.md; only for the first forecast of a
   * warehouse.
   */
  private static final Map<Stage, Double> ONE_THREAD =
      Map.of(
          Stage.READ, 1 / 800e6,
          Stage.GRAPH, 100e-9,
          Stage.DRAW, 27e-9,
          Stage.MOMENTS, 4e-9,
          Stage.RELAX, 30e-9);

  /** What another thread adds to the first, measured at 37,748,736 entries. */
  private static final double GAIN_OF_A_THREAD = 0.75;

  StageRates {
    secondsPer = Map.copyOf(secondsPer);
  }

  /** Rates by a rule for each stage. */
  static StageRates of(ToDoubleFunction<Stage> rule) {
    Map<Stage, Double> rates = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      rates.put(stage, rule.applyAsDouble(stage));
    }
    return new StageRates(rates);
  }

  /** Rates before anything was measured; more threads do not read faster. */
  static StageRates defaults(int threads) {
    double gain = 1 + GAIN_OF_A_THREAD * (threads - 1);
    return of(stage -> ONE_THREAD.get(stage) / (stage == Stage.READ ? 1 : gain));
  }

  /**
   * Rates as measured.
   *
   * @param done what was measured, with the graphs
   * @param otherwise rates of stages that nothing was measured of
   */
  static StageRates measured(StageWork done, StageRates otherwise) {
    return of(
        stage ->
            done.amount(stage) == 0 || done.seconds(stage) == 0
                ? otherwise.secondsPer.get(stage)
                : done.seconds(stage) / done.amount(stage));
  }

  /** Seconds that a stage of so much work takes. */
  double seconds(Stage stage, double amount) {
    return amount * secondsPer.get(stage);
  }
}
