package org.gradienttransport.udfs.quantile;

import java.util.Arrays;
import java.util.Optional;

/**
 * Selection in one pass over the field: a sample says between which two magnitudes the wanted one
 * almost surely lies, the pass counts what is below and collects what is between, and the wanted
 * one is selected among those. That it does lie between is known from the counts, not from the
 * sample, so the result is exact; where it does not, or too much lies between, there is none.
 */
final class BracketSelection {
  /** Up to this many magnitudes are sorted. */
  private static final int SORTABLE = 1 << 10;

  private BracketSelection() {}

  /**
   * x_k and x_(k+1) for k = {@code rank}, if the sample was telling.
   *
   * @param pass looks at the field once, at most
   * @param room has taken the candidates after the pass; reordered
   */
  static Optional<OrderPair> select(double[] field, int rank, BracketPass pass, double[] room) {
    if (field.length <= SORTABLE) {
      return Optional.of(sorted(Arrays.stream(field).mapToLong(Bracket::bits).toArray(), rank));
    }
    Bracket bracket = Bracket.of(field, field.length, rank);
    pass.run(bracket.low(), bracket.high());
    long remaining = rank - pass.below();
    if (remaining < 0 || remaining >= pass.inside()) {
      return Optional.empty();
    }
    boolean last = remaining + 1 == pass.inside();
    if (bracket.isPoint()) {
      long value = bracket.low();
      return Optional.of(new OrderPair(value, last ? RadixSelection.above(field, value) : value));
    }
    if (!pass.complete()) {
      return Optional.empty();
    }
    OrderPair pair = select(room, pass.inside(), (int) remaining);
    return Optional.of(
        last ? new OrderPair(pair.lower(), RadixSelection.above(field, pair.lower())) : pair);
  }

  /** Selects among candidates by narrowing brackets until few are left; reorders them. */
  private static OrderPair select(double[] candidates, int size, int rank) {
    int remaining = rank;
    int left = size;
    while (left > SORTABLE) {
      Bracket bracket = Bracket.of(candidates, left, remaining);
      int below = bracket.countBelow(candidates, left);
      int inside = bracket.countInside(candidates, left);
      boolean shrinks = inside < left / 2;
      if (remaining < below || remaining + 1 >= below + inside || !shrinks) {
        break;
      }
      bracket.compact(candidates, left);
      remaining -= below;
      left = inside;
    }
    return sorted(Arrays.stream(candidates, 0, left).mapToLong(Bracket::bits).toArray(), remaining);
  }

  private static OrderPair sorted(long[] values, int rank) {
    Arrays.sort(values);
    return new OrderPair(values[rank], values[Math.min(rank + 1, values.length - 1)]);
  }
}
