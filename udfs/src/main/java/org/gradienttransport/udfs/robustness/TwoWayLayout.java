package org.gradienttransport.udfs.robustness;

import org.apache.commons.math3.stat.StatUtils;

/**
 * Variance components of a complete two-way layout without interaction, both ways random
 * (METHOD-ROBUSTNESS section 2): y = mean + row + column + rest. Expected mean squares: of rows,
 * rest + columns times the rows' variance; of columns likewise; of the rest, its variance.
 *
 * @param rows number of rows
 * @param columns number of columns
 * @param rowMeanSquare mean square of rows, rows - 1 degrees of freedom
 * @param columnMeanSquare mean square of columns, columns - 1 degrees of freedom
 * @param residualMeanSquare mean square of the rest, the variance of the rest
 */
public record TwoWayLayout(
    int rows,
    int columns,
    double rowMeanSquare,
    double columnMeanSquare,
    double residualMeanSquare) {

  /**
   * Splits the variance of a layout.
   *
   * @param y by row, then by column; two rows and two columns at least
   * @throws IllegalArgumentException if there are fewer, or rows differ in length
   */
  public static TwoWayLayout of(double[][] y) {
    int rows = y.length;
    int columns = rows == 0 ? 0 : y[0].length;
    if (rows < 2 || columns < 2) {
      throw new IllegalArgumentException(
          "a two-way layout needs two rows and two columns, got %s and %s"
              .formatted(rows, columns));
    }
    double[] rowMeans = new double[rows];
    double[] columnMeans = new double[columns];
    for (int i = 0; i < rows; i++) {
      if (y[i].length != columns) {
        throw new IllegalArgumentException(
            "row %s has %s values, the first has %s".formatted(i, y[i].length, columns));
      }
      rowMeans[i] = StatUtils.mean(y[i]);
    }
    for (int j = 0; j < columns; j++) {
      columnMeans[j] = StatUtils.mean(column(y, j));
    }
    double mean = StatUtils.mean(rowMeans);
    double rest = 0;
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double left = y[i][j] - rowMeans[i] - columnMeans[j] + mean;
        rest += left * left;
      }
    }
    return new TwoWayLayout(
        rows,
        columns,
        columns * StatUtils.variance(rowMeans),
        rows * StatUtils.variance(columnMeans),
        rest / ((rows - 1.0) * (columns - 1.0)));
  }

  private static double[] column(double[][] y, int j) {
    double[] values = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      values[i] = y[i][j];
    }
    return values;
  }

  /** Estimated variance of rows; may be negative. */
  public double rowVariance() {
    return (rowMeanSquare - residualMeanSquare) / columns;
  }

  /** Estimated variance of columns; may be negative. */
  public double columnVariance() {
    return (columnMeanSquare - residualMeanSquare) / rows;
  }
}
