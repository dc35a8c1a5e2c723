package org.gradienttransport.jobs.scaling;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradienttransport.jobs.conf.study.RowColumns;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.udfs.scaling.time.TauClock;

/** Sums the learning rates of each run, where rows have rates and nobody summed them before. */
final class Taus {
  private Taus() {}

  /**
   * The same rows with the sum of the rates so far. A run that lacks a step or rate, or has a step
   * twice, stays without.
   *
   * @param rows in the table's order
   */
  static List<ScalingRun> summed(RowColumns columns, List<ScalingRun> rows) {
    Map<ScalingRun.RunKey, List<ScalingRun>> runs = new LinkedHashMap<>();
    List<ScalingRun> all = new ArrayList<>();
    for (ScalingRun row : rows) {
      if (row.usable()) {
        runs.computeIfAbsent(run(row), key -> new ArrayList<>()).add(row);
      } else {
        all.add(row);
      }
    }
    runs.values().forEach(run -> all.addAll(ofRun(run, columns.warmUp()).orElse(run)));
    return ScalingRun.ROWS.sorted(all);
  }

  /** The key that all rows of a run share. */
  private static ScalingRun.RunKey run(ScalingRun row) {
    ScalingRun.RunKey key = row.key();
    return new ScalingRun.RunKey(key.source(), key.series(), key.run(), 0);
  }

  private static Optional<List<ScalingRun>> ofRun(List<ScalingRun> rows, long warmUp) {
    long[] steps = new long[rows.size()];
    double[] rates = new double[rows.size()];
    for (int i = 0; i < steps.length; i++) {
      ScalingRun.Effort effort = rows.get(i).effort();
      boolean whole = effort.steps() != null && effort.learningRate() != null;
      if (!whole || effort.tau() != null || (i > 0 && effort.steps() <= steps[i - 1])) {
        return Optional.empty();
      }
      steps[i] = effort.steps();
      rates[i] = effort.learningRate();
    }
    double[] tau = TauClock.logged(steps, rates, warmUp);
    List<ScalingRun> summed = new ArrayList<>();
    for (int i = 0; i < tau.length; i++) {
      summed.add(rows.get(i).with(rows.get(i).effort().withTau(tau[i])));
    }
    return Optional.of(summed);
  }
}
