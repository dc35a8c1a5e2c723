package org.gradienttransport.udfs.scaling.optimum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * The loss of one run against its compute, in logarithms, C strictly ascending.
 *
 * @param run the trained model
 * @param params its N
 * @param lnFlops ln C of its rows, ascending
 * @param lnLoss ln L of its rows, in the same order
 */
@SuppressWarnings("ArrayRecordComponent") // views, never compared
record TrainingCurve(String run, double params, double[] lnFlops, double[] lnLoss) {
  private static final double TOLERANCE = 1e-9;

  /**
   * Curves of a sweep in the order in which their runs first come. Of rows of one run at one C the
   * least loss stays.
   *
   * @throws IllegalArgumentException if one run has two sizes
   */
  static List<TrainingCurve> of(List<SweepRow> rows) {
    Map<String, List<SweepRow>> runs = new LinkedHashMap<>();
    rows.forEach(row -> runs.computeIfAbsent(row.run(), run -> new ArrayList<>()).add(row));
    return runs.values().stream().map(TrainingCurve::ofRun).toList();
  }

  private static TrainingCurve ofRun(List<SweepRow> rows) {
    SweepRow first = rows.get(0);
    rows.forEach(row -> requireSameSize(first, row));
    List<SweepRow> kept = new ArrayList<>();
    rows.stream()
        .sorted(Comparator.comparingDouble(SweepRow::flops).thenComparingDouble(SweepRow::loss))
        .filter(row -> kept.isEmpty() || row.flops() > kept.get(kept.size() - 1).flops())
        .forEach(kept::add);
    return new TrainingCurve(
        first.run(),
        first.params(),
        kept.stream().mapToDouble(row -> StrictMath.log(row.flops())).toArray(),
        kept.stream().mapToDouble(row -> StrictMath.log(row.loss())).toArray());
  }

  /** ln C of the first row. */
  double first() {
    return lnFlops[0];
  }

  /** ln C of the last row. */
  double last() {
    return lnFlops[lnFlops.length - 1];
  }

  /** ln L of its rows, C ascending. */
  DoubleStream lnLosses() {
    return Arrays.stream(lnLoss);
  }

  /**
   * ln L at ascending ln C, linear between rows; NaN outside the curve, beyond 1e-9.
   *
   * @param grid ascending ln C
   */
  double[] along(double[] grid) {
    double[] values = new double[grid.length];
    int next = 0;
    for (int i = 0; i < grid.length; i++) {
      double x = grid[i];
      if (x < first() - TOLERANCE || x > last() + TOLERANCE) {
        values[i] = Double.NaN;
        continue;
      }
      while (next < lnFlops.length && lnFlops[next] <= x) {
        next++;
      }
      values[i] = next == 0 || next == lnFlops.length ? end(next) : between(next - 1, x);
    }
    return values;
  }

  private double end(int next) {
    return next == 0 ? lnLoss[0] : lnLoss[lnLoss.length - 1];
  }

  private double between(int below, double x) {
    double share = (x - lnFlops[below]) / (lnFlops[below + 1] - lnFlops[below]);
    return lnLoss[below] + share * (lnLoss[below + 1] - lnLoss[below]);
  }

  private static void requireSameSize(SweepRow first, SweepRow row) {
    if (row.params() != first.params()) {
      throw new IllegalArgumentException(
          "run "
              + row.run()
              + " has two sizes, "
              + first.params()
              + " and "
              + row.params()
              + "; name runs so that each is one model");
    }
  }
}
