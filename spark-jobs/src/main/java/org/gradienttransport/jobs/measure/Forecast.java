package org.gradienttransport.jobs.measure;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.gradienttransport.jobs.plan.UnitWork;
import org.gradienttransport.udfs.backend.StageTimes.Stage;
import org.gradienttransport.udfs.graph.GraphKey;

/** How long measuring will take, in all and of each unit. */
public final class Forecast implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * Until a new driver's and its executors' code runs warm: 3 to 4 s for a family of tiny fields.
   */
  private static final double SECONDS_TO_WARM_UP = 2.5;

  /** Starting a wave and committing its rows. */
  private static final double SECONDS_PER_WAVE = 1.0;

  /** What a comparison with the forecast is worth before anything is done, as a share of it. */
  private static final double TRUST = 0.05;

  private final EnumMap<SizeClass, StageRates> rates;
  private final EnumMap<SizeClass, Integer> sideBySide = new EnumMap<>(SizeClass.class);
  private final HashMap<GraphKey, Integer> unitsOnGraph = new HashMap<>();
  private final EnumMap<SizeClass, StageWork> planned = new EnumMap<>(SizeClass.class);
  private final double seconds;
  private final double weight;

  /**
   * @param waves commits that the work is cut into
   * @param rates of each size class
   */
  Forecast(List<UnitWork> work, int waves, Map<SizeClass, StageRates> rates, ExecutorShape shape) {
    this.rates = new EnumMap<>(rates);
    for (SizeClass size : SizeClass.values()) {
      planned.put(size, new StageWork());
    }
    for (UnitWork one : work) {
      planned.get(size(one)).add(StageWork.of(one));
      graphs(one).forEach(graph -> unitsOnGraph.merge(graph, 1, Integer::sum));
    }
    for (SizeClass size : SizeClass.values()) {
      planned.get(size).withGraphs(graphs(size));
    }
    int small = (int) Math.max(1, planned.get(SizeClass.SMALL).units());
    sideBySide.put(SizeClass.SMALL, Math.min(shape.slots(), small));
    sideBySide.put(SizeClass.LARGE, shape.executors());
    this.seconds = work.isEmpty() ? 0 : wallClock(waves);
    this.weight = work.stream().mapToDouble(this::weight).sum();
  }

  private static SizeClass size(UnitWork work) {
    return SizeClass.of(work.unit().entries());
  }

  /** The graphs that a size class needs. */
  private Set<GraphKey> graphs(SizeClass size) {
    return unitsOnGraph.keySet().stream()
        .filter(graph -> SizeClass.of(graph.nodes()) == size)
        .collect(Collectors.toSet());
  }

  private static Set<GraphKey> graphs(UnitWork work) {
    return work.probes().stream()
        .map(probe -> GraphKey.of(work.unit().entries(), probe.parameters()))
        .collect(Collectors.toSet());
  }

  private double wallClock(int waves) {
    double largeRead = seconds(SizeClass.LARGE, Stage.READ);
    double computing = total(SizeClass.LARGE) - largeRead;
    long units = planned.get(SizeClass.LARGE).units();
    // The first large field of an executor is read before anything can overlap with it.
    double firstRead = units == 0 ? 0 : largeRead / units;
    return total(SizeClass.SMALL) / sideBySide.get(SizeClass.SMALL)
        + Math.max(computing, largeRead) / sideBySide.get(SizeClass.LARGE)
        + firstRead
        + SECONDS_TO_WARM_UP
        + waves * SECONDS_PER_WAVE;
  }

  private double total(SizeClass size) {
    double total = 0;
    for (Stage stage : Stage.values()) {
      total += seconds(size, stage);
    }
    return total;
  }

  private double seconds(SizeClass size, Stage stage) {
    return rates.get(size).seconds(stage, (double) planned.get(size).amount(stage));
  }

  /** Seconds of a stage, summed over all units; stages overlap. */
  public double seconds(Stage stage) {
    return seconds(SizeClass.SMALL, stage) + seconds(SizeClass.LARGE, stage);
  }

  /** Seconds of the wall clock in all. */
  public double seconds() {
    return seconds;
  }

  /** Bytes to read. */
  public long bytes() {
    return planned.values().stream().mapToLong(work -> work.amount(Stage.READ)).sum();
  }

  /** The graphs of a size class, as the work of building each once. */
  StageWork graphWork(SizeClass size) {
    return new StageWork().withGraphs(graphs(size));
  }

  /**
   * What a stage of a unit counts for progress: its seconds, shared out among the units measured
   * side by side. A graph is shared by all units on it.
   */
  double weight(UnitWork work, Stage stage) {
    SizeClass size = size(work);
    double amount =
        stage == Stage.GRAPH
            ? graphs(work).stream()
                .mapToDouble(graph -> (double) graph.nodes() / unitsOnGraph.getOrDefault(graph, 1))
                .sum()
            : StageWork.of(work).amount(stage);
    return rates.get(size).seconds(stage, amount) / sideBySide.get(size);
  }

  private double weight(UnitWork work) {
    double all = 0;
    for (Stage stage : Stage.values()) {
      all += weight(work, stage);
    }
    return all;
  }

  /**
   * The share of all work that is done.
   *
   * @param done {@link #weight} of what is done
   */
  double share(double done) {
    return weight == 0 ? 1 : Math.min(1, done / weight);
  }

  /**
   * Seconds that the rest will take: what the forecast says of it, times how much longer or shorter
   * than forecast the part before it took. While little is done that comparison counts for little.
   *
   * @param share of the work that is done, 0 to 1
   * @param elapsed seconds since the work began
   */
  double secondsLeft(double share, double elapsed) {
    double trusted = TRUST * seconds;
    double scale = seconds == 0 ? 1 : (elapsed + trusted) / (share * seconds + trusted);
    // Before anything is done, time that has passed says that the forecast was too short, not how
    // much.
    return (1 - share) * seconds * (share == 0 ? 1 : scale);
  }
}
