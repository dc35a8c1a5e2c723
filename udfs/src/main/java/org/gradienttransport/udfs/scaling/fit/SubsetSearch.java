package org.gradienttransport.udfs.scaling.fit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.gradienttransport.udfs.random.Philox4x32;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.form.LossForm;

/**
 * Starts on very many rows [ours]. Which valley a start ends in is seen on a part of the rows: one
 * drawn from each of as many equal stretches of the table. The lowest places that a block of starts
 * found are then minimised on all rows, so the fit is of all, and so is its certificate. A block's
 * results depend on nothing but its starts and the rows.
 */
final class SubsetSearch {
  /** Rows that starts are followed on, and of which no part is taken. */
  static final int ROWS = 5_000;

  /** Places of a block that are minimised on all rows; the sum of the others is taken there. */
  private static final int REFINED = 3;

  private static final int SEED = 42;
  private static final int PURPOSE = 14;

  private final QuasiNewton onSome;
  private final Problem all;
  private final QuasiNewton onAll;

  SubsetSearch(LossForm form, LossRows rows, Objective objective) {
    onSome = new QuasiNewton(new Problem(form, rows.at(positions(rows.size())), objective));
    all = new Problem(form, rows, objective);
    onAll = new QuasiNewton(all);
  }

  /** Positions of the rows that starts are followed on. */
  static int[] positions(int rows) {
    Philox4x32 philox = new Philox4x32();
    int[] positions = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      int from = (int) ((long) i * rows / ROWS);
      int to = (int) ((i + 1L) * rows / ROWS);
      philox.draw(SEED, 0, i, 0, 0, PURPOSE);
      positions[i] = from + (int) Long.remainderUnsigned(philox.first(), to - from);
    }
    return positions;
  }

  /** A place where starts ended, on some rows, and the minimum on all rows that it led to. */
  private record Place(double sum, Minimum minimum) {}

  /** The results of a block. */
  List<Minimum> run(List<double[]> starts, DoubleUnaryOperator same) {
    List<Minimum> found = starts.stream().map(onSome::minimise).toList();
    List<Place> places = places(found, same);
    return found.stream().map(one -> onAllRows(one, places, same)).toList();
  }

  private List<Place> places(List<Minimum> found, DoubleUnaryOperator same) {
    List<Place> places = new ArrayList<>();
    for (Minimum one : found.stream().sorted(Comparator.comparingDouble(Minimum::sum)).toList()) {
      boolean known = places.stream().anyMatch(of -> one.sum() <= same.applyAsDouble(of.sum()));
      if (!known && places.size() < REFINED) {
        places.add(new Place(one.sum(), onAll.refine(one.theta().toArray())));
      }
    }
    return places;
  }

  private Minimum onAllRows(Minimum one, List<Place> places, DoubleUnaryOperator same) {
    return places.stream()
        .filter(of -> one.sum() >= of.sum() && one.sum() <= same.applyAsDouble(of.sum()))
        .findFirst()
        .map(Place::minimum)
        .orElseGet(() -> new Minimum(all.evaluate(one.theta().toArray()), one.theta()));
  }
}
