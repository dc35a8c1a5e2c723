package org.gradienttransport.udfs.quantile;

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
    return of(field, quantile, BracketSelection.roomFor(field.length), workers);
  }

  /**
   * The same, in room that is there already: touching fresh memory can take longer than selecting.
   *
   * @param room overwritten; any length, best a tenth of the field's or more
   */
  public static double of(double[] field, double quantile, double[] room, Workers workers) {
    double position = quantile * (field.length - 1.0);
    double floor = Math.floor(position);
    int rank = (int) floor;
    OrderPair pair =
        BracketSelection.select(field, rank, room, workers)
            .orElseGet(() -> RadixSelection.select(field, rank));
    double lower = Double.longBitsToDouble(pair.lower());
    if (position == floor) {
      return lower;
    }
    return lower + (position - floor) * (Double.longBitsToDouble(pair.upper()) - lower);
  }
}
