package org.gradienttransport.udfs.sql;

import java.util.List;
import org.gradienttransport.udfs.random.Philox4x32;
import org.gradienttransport.udfs.scaling.LossRows;

/**
 * Random numbers of rows, each a pure function of the row's values. Rows with a number that has no
 * logarithm draw 0, so that a choice of the least draws never loses the reason to refuse.
 */
final class RowDraw {
  private static final int PURPOSE = 13;

  private RowDraw() {}

  /**
   * One draw per row.
   *
   * @param cells rows one after another, as wide as there are types
   * @param rows number of rows
   */
  static long[] of(List<Cell> types, long[] cells, int rows) {
    Philox4x32 philox = new Philox4x32();
    long[] draws = new long[rows];
    int at = 0;
    for (int row = 0; row < rows; row++) {
      long draw = 0L;
      boolean usable = true;
      for (int column = 0; column < types.size(); column++) {
        long cell = cells[at++];
        philox.draw(
            (int) draw,
            (int) (draw >>> Integer.SIZE),
            (int) cell,
            (int) (cell >>> Integer.SIZE),
            column,
            PURPOSE);
        draw = philox.first();
        usable &=
            types.get(column) != Cell.DOUBLE || LossRows.usable(Double.longBitsToDouble(cell));
      }
      draws[row] = usable ? draw : 0L;
    }
    return draws;
  }
}
