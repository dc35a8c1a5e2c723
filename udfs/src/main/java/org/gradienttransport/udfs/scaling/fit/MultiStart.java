package org.gradienttransport.udfs.scaling.fit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.form.LossForm;
import org.gradienttransport.udfs.scaling.form.StartGrid;

/**
 * Fits from many starts (METHOD-SCALING section 3). A start's result depends on nothing but itself
 * and the rows, so any split of the starts gives the same bits.
 */
public final class MultiStart {
  /** Starts whose sums agree to this, relatively, found the same minimum. */
  private static final double SAME = 1e-6;

  private MultiStart() {}

  /** Number of starts of a fit. */
  public static int count(LossForm form, LossRows rows, StartGrid grid) {
    return form.starts(rows, grid).size();
  }

  /**
   * Runs some of the starts.
   *
   * @param from first start, from 0
   * @param to one after the last
   */
  public static List<StartResult> run(
      LossForm form, LossRows rows, Objective objective, StartGrid grid, int from, int to) {
    List<double[]> starts = form.starts(rows, grid).subList(from, to);
    QuasiNewton optimiser = new QuasiNewton(new Problem(form, rows, objective));
    List<StartResult> results = new ArrayList<>(starts.size());
    for (double[] start : starts) {
      results.add(new StartResult(from + results.size(), optimiser.minimise(start)));
    }
    return results;
  }

  /** The best of all results, whatever their order; of equal ones that of the first start. */
  static StartResult best(List<StartResult> results) {
    return results.stream()
        .min(
            Comparator.comparingDouble((StartResult result) -> result.minimum().sum())
                .thenComparingInt(StartResult::start))
        .orElseThrow(() -> new IllegalArgumentException("a fit needs a start"));
  }

  /** Share of the starts that found the best minimum. */
  static double hitShare(List<StartResult> results, double negligible) {
    double limit = best(results).minimum().sum() * (1.0 + SAME) + negligible;
    long hits = results.stream().filter(result -> result.minimum().sum() <= limit).count();
    return (double) hits / results.size();
  }
}
