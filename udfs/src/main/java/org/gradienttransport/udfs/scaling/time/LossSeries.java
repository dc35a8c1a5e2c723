package org.gradienttransport.udfs.scaling.time;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.gradienttransport.schemas.vocabulary.TrainingClock;

/** Losses of one run at ascending steps, with what its other clocks show there. */
public final class LossSeries {
  private final long[] steps;
  private final double[] loss;
  private final Map<TrainingClock, double[]> clocks;

  private LossSeries(long[] steps, double[] loss, Map<TrainingClock, double[]> clocks) {
    this.steps = steps;
    this.loss = loss;
    this.clocks = clocks;
  }

  /**
   * A series on the clock {@link TrainingClock#STEP}.
   *
   * @param steps strictly ascending
   * @param loss nats per token, one per step
   */
  public static LossSeries of(long[] steps, double[] loss) {
    for (int i = 1; i < steps.length; i++) {
      if (steps[i] <= steps[i - 1]) {
        throw new IllegalArgumentException(
            "steps must ascend without repetition, got " + steps[i - 1] + " before " + steps[i]);
      }
    }
    LossSeries bare = new LossSeries(steps.clone(), loss.clone(), Map.of());
    return bare.with(TrainingClock.STEP, Arrays.stream(steps).asDoubleStream().toArray());
  }

  /** The same series with another clock, one value per step. */
  public LossSeries with(TrainingClock clock, double[] values) {
    if (values.length != loss.length || loss.length != steps.length) {
      throw new IllegalArgumentException(
          clock.word()
              + " needs a value and a loss per step, got "
              + values.length
              + " values and "
              + loss.length
              + " losses for "
              + steps.length
              + " steps");
    }
    Map<TrainingClock, double[]> more = new EnumMap<>(TrainingClock.class);
    more.putAll(clocks);
    more.put(clock, values.clone());
    return new LossSeries(steps, loss, more);
  }

  /** The part inside a window. */
  public LossSeries within(TimeWindow window) {
    int[] kept = IntStream.range(0, steps.length).filter(i -> window.contains(steps[i])).toArray();
    Map<TrainingClock, double[]> fewer = new EnumMap<>(TrainingClock.class);
    clocks.forEach((clock, values) -> fewer.put(clock, at(values, kept)));
    return new LossSeries(
        Arrays.stream(kept).mapToLong(i -> steps[i]).toArray(), at(loss, kept), fewer);
  }

  /** Whether the series has a clock. */
  public boolean has(TrainingClock clock) {
    return clocks.containsKey(clock);
  }

  /**
   * What a clock shows at each step; a copy.
   *
   * @throws IllegalArgumentException if the series does not have it
   */
  public double[] time(TrainingClock clock) {
    double[] values = clocks.get(clock);
    if (values == null) {
      throw new IllegalArgumentException("the series has no clock " + clock.word());
    }
    return values.clone();
  }

  /** Steps; a copy. */
  public long[] steps() {
    return steps.clone();
  }

  /** Losses; a copy. */
  public double[] loss() {
    return loss.clone();
  }

  private static double[] at(double[] values, int[] positions) {
    return Arrays.stream(positions).mapToDouble(i -> values[i]).toArray();
  }
}
