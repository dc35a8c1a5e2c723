package org.gradienttransport.udfs.window;

import java.util.Arrays;
import java.util.stream.IntStream;

/** One finite value at each of some training steps, steps strictly ascending. */
public final class StepSeries {
  private final long[] steps;
  private final double[] values;

  private StepSeries(long[] steps, double[] values) {
    this.steps = steps;
    this.values = values;
  }

  /**
   * Makes a series.
   *
   * @param steps strictly ascending training steps
   * @param values one finite value per step
   * @throws IllegalArgumentException if lengths differ, steps do not ascend or a value is not
   *     finite
   */
  public static StepSeries of(long[] steps, double[] values) {
    requireAscending(steps);
    if (steps.length != values.length) {
      throw new IllegalArgumentException(
          "steps and values must have the same length, got %s and %s"
              .formatted(steps.length, values.length));
    }
    WindowStatistics.requireFinite(values);
    return new StepSeries(steps.clone(), values.clone());
  }

  /** Steps, strictly ascending; a copy. */
  public long[] steps() {
    return steps.clone();
  }

  /** Values in the order of steps; a copy. */
  public double[] values() {
    return values.clone();
  }

  /** Number of steps. */
  public int size() {
    return steps.length;
  }

  /** The part with from &lt;= step &lt;= to. */
  public StepSeries between(long from, long to) {
    int[] kept =
        IntStream.range(0, steps.length).filter(i -> steps[i] >= from && steps[i] <= to).toArray();
    return new StepSeries(
        Arrays.stream(kept).mapToLong(i -> steps[i]).toArray(),
        Arrays.stream(kept).mapToDouble(i -> values[i]).toArray());
  }

  static void requireAscending(long[] steps) {
    for (int i = 1; i < steps.length; i++) {
      if (steps[i] <= steps[i - 1]) {
        throw new IllegalArgumentException(
            "steps must ascend without repetition, got " + steps[i - 1] + " before " + steps[i]);
      }
    }
  }
}
