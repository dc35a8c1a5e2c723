package org.gradienttransport.udfs.scaling.optimum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows of one compute budget: their C lie within 1 % of the smallest.
 *
 * @param flops mean C of the rows
 * @param rows positions in the table, ascending; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // views, never compared
record Budget(double flops, int[] rows) {
  private static final double SAME = 1.01;

  /** Whether all C between two are one budget. */
  static boolean same(double least, double largest) {
    return largest <= SAME * least;
  }

  /** Budgets of a table, C ascending. */
  static List<Budget> of(List<SweepRow> table) {
    int[] byFlops =
        IntStream.range(0, table.size())
            .boxed()
            .sorted(Comparator.comparingDouble(row -> table.get(row).flops()))
            .mapToInt(Integer::intValue)
            .toArray();
    List<Budget> budgets = new ArrayList<>();
    int from = 0;
    for (int to = 1; to <= byFlops.length; to++) {
      if (to == byFlops.length
          || !same(table.get(byFlops[from]).flops(), table.get(byFlops[to]).flops())) {
        budgets.add(of(table, Arrays.copyOfRange(byFlops, from, to)));
        from = to;
      }
    }
    return budgets;
  }

  private static Budget of(List<SweepRow> table, int[] rows) {
    double first = table.get(rows[0]).flops();
    // Relative to the first, so that equal C give exactly that C.
    double excess =
        IntStream.of(rows).mapToDouble(row -> table.get(row).flops() - first).sum() / rows.length;
    Arrays.sort(rows);
    return new Budget(first + excess, rows);
  }
}
