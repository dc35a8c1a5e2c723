package org.gradienttransport.udfs.robustness;

import java.util.List;
import java.util.stream.IntStream;

/** A choice of steps that is spread evenly by rank (METHOD-ROBUSTNESS section 1). */
public final class EvenRanks {
  private EvenRanks() {}

  /**
   * Chooses steps: the one of rank round(i (n - 1) / (count - 1)) for each i, so that the first and
   * the last are among them; all of them where there are no more than {@code count}.
   *
   * @param steps ascending
   * @param count how many are wanted, at least 1; of one step the middle one is taken
   */
  public static List<Long> choose(List<Long> steps, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("at least one step must be chosen, got " + count);
    }
    int n = steps.size();
    if (n <= count) {
      return List.copyOf(steps);
    }
    if (count == 1) {
      return List.of(steps.get((n - 1) / 2));
    }
    return IntStream.range(0, count).mapToObj(i -> steps.get(rank(i, n, count))).toList();
  }

  /** Rounded half up, in integers. */
  private static int rank(int i, int n, int count) {
    long twice = 2L * i * (n - 1) + (count - 1);
    return Math.toIntExact(twice / (2L * (count - 1)));
  }
}
