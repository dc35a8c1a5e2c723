package org.gradienttransport.udfs.quantile;

import java.util.Optional;
import org.gradienttransport.udfs.parallel.Workers;

/**
 * The exact quantile of the magnitudes of a field (METHOD section 1, Eq. 1).
 *
 * <p>With pos = q (N - 1) and k = floor(pos), tau = x_k + (pos - k) (x_(k+1) - x_k) over the sorted
 * magnitudes x. The two order statistics are selected, exactly, without sorting the field.
 */
public final class MagnitudeQuantile {
  private MagnitudeQuantile() {}

  /**
   * Quantile of {@code abs(field)}, in the field's unit.
   *
   * @param field finite entries, at least one; not changed
   * @param quantile in [0, 1]
   */
  public static double of(double[] field, double quantile, Workers workers) {
    double[] room = new double[BracketPass.roomFor(field.length)];
    return mark(field, quantile, new long[(field.length + 63) >>> 6], room, workers);
  }

  /**
   * Quantile of {@code abs(field)}, marking on the way the entries whose magnitude is above it.
   *
   * @param marks (N + 63) / 64 words, overwritten: bit i mod 64 of word i / 64 is set if {@code
   *     abs(field[i])} is above the quantile
   * @param room any length, best a tenth of the field's or more: touching fresh memory can take
   *     longer than selecting; all 0.0 afterwards
   */
  public static double mark(
      double[] field, double quantile, long[] marks, double[] room, Workers workers) {
    double position = quantile * (field.length - 1.0);
    double floor = Math.floor(position);
    int rank = (int) floor;
    BracketPass pass = new BracketPass(field, marks, room, workers);
    Optional<OrderPair> found = BracketSelection.select(field, rank, pass, room);
    OrderPair pair = found.orElseGet(() -> RadixSelection.select(field, rank));
    double lower = Double.longBitsToDouble(pair.lower());
    double threshold =
        position == floor
            ? lower
            : lower + (position - floor) * (Double.longBitsToDouble(pair.upper()) - lower);
    pass.settle(threshold);
    return threshold;
  }

  /** Bytes that {@link #mark} allocates. */
  public static long bytesFor(long entries) {
    return 4 * (entries / 32 + (1 << 14));
  }
}
