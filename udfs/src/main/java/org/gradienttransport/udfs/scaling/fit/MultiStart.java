package org.gradienttransport.udfs.scaling.fit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.form.LossForm;
import org.gradienttransport.udfs.scaling.form.StartGrid;

/**
 * Fits from many starts (METHOD-SCALING section 3). A start's result depends on nothing but itself
 * and the rows, so any split of the starts gives the same bits; of very many rows, on those of its
 * block (see {@link SubsetSearch}).
 */
public final class MultiStart {
  /** Starts whose sums agree to this, relatively, found the same minimum. */
  private static final double SAME = 1e-6;

  /**
   * Starts of a block: a unit of fits should hold whole blocks, since of very many rows a block is
   * done whole.
   */
  public static final int BLOCK = 27;

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
    List<double[]> starts = form.starts(rows, grid);
    return searchesPart(rows.size())
        ? onPart(form, rows, objective, starts, from, to)
        : onAll(form, rows, objective, starts, from, to);
  }

  /** Whether starts on so many rows are followed on a part of them. */
  public static boolean searchesPart(int rows) {
    return rows > SubsetSearch.ROWS;
  }

  private static List<StartResult> onAll(
      LossForm form, LossRows rows, Objective objective, List<double[]> starts, int from, int to) {
    QuasiNewton optimiser = new QuasiNewton(new Problem(form, rows, objective));
    return IntStream.range(from, to)
        .mapToObj(start -> new StartResult(start, optimiser.minimise(starts.get(start))))
        .toList();
  }

  /** Follows whole blocks of starts on a part of the rows, and returns the starts asked for. */
  private static List<StartResult> onPart(
      LossForm form, LossRows rows, Objective objective, List<double[]> starts, int from, int to) {
    SubsetSearch search = new SubsetSearch(form, rows, objective);
    double negligible = objective.negligible(SubsetSearch.ROWS);
    List<StartResult> results = new ArrayList<>(to - from);
    for (int block = from / BLOCK * BLOCK; block < to; block += BLOCK) {
      List<double[]> of = starts.subList(block, Math.min(starts.size(), block + BLOCK));
      List<Minimum> found = search.run(of, sum -> same(sum, negligible));
      for (int start = Math.max(from, block); start < Math.min(to, block + of.size()); start++) {
        results.add(new StartResult(start, found.get(start - block)));
      }
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
    double limit = same(best(results).minimum().sum(), negligible);
    long hits = results.stream().filter(result -> result.minimum().sum() <= limit).count();
    return (double) hits / results.size();
  }

  /** The largest sum that is no other minimum than the one of this sum. */
  private static double same(double sum, double negligible) {
    return sum * (1.0 + SAME) + negligible;
  }
}
