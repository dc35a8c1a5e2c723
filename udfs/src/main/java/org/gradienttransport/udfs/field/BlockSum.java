package org.gradienttransport.udfs.field;

import java.util.Arrays;

/**
 * Summation order {@code moments-v1}, the same on every backend.
 *
 * <p>The field is cut into blocks of 4096 consecutive entries, the last one shorter. In a block 32
 * lanes are summed, lane j over entries j, j + 32, j + 64, ... in ascending order starting from
 * 0.0; then for h = 16, 8, 4, 2, 1 lane j takes lane j + h for all j below h. Lane 0 is the block's
 * sum. Block sums are added in ascending order starting from 0.0. Plain IEEE double, no fused
 * multiply-add.
 */
final class BlockSum {
  static final int BLOCK = 4096;
  static final int LANES = 32;

  private BlockSum() {}

  static int blocks(int entries) {
    return (int) (((long) entries + BLOCK - 1) / BLOCK);
  }

  /** Sum of one block's entries. {@code lanes} is room for 32 numbers. */
  static double sum(double[] field, int from, int to, double[] lanes) {
    clear(lanes);
    int i = from;
    for (; i + LANES <= to; i += LANES) {
      for (int j = 0; j < LANES; j++) {
        lanes[j] += field[i + j];
      }
    }
    for (int j = 0; i + j < to; j++) {
      lanes[j] += field[i + j];
    }
    return halve(lanes);
  }

  /** Sum of one block's squared deviations from {@code centre}. */
  static double sumOfSquares(double[] field, int from, int to, double centre, double[] lanes) {
    clear(lanes);
    int i = from;
    for (; i + LANES <= to; i += LANES) {
      for (int j = 0; j < LANES; j++) {
        double deviation = field[i + j] - centre;
        lanes[j] += deviation * deviation;
      }
    }
    for (int j = 0; i + j < to; j++) {
      double deviation = field[i + j] - centre;
      lanes[j] += deviation * deviation;
    }
    return halve(lanes);
  }

  /** Block sums in ascending order. */
  static double total(double[] blockSums) {
    double total = 0.0;
    for (double sum : blockSums) {
      total += sum;
    }
    return total;
  }

  private static void clear(double[] lanes) {
    Arrays.fill(lanes, 0, LANES, 0.0);
  }

  private static double halve(double[] lanes) {
    for (int h = LANES / 2; h > 0; h /= 2) {
      for (int j = 0; j < h; j++) {
        lanes[j] += lanes[j + h];
      }
    }
    return lanes[0];
  }
}
