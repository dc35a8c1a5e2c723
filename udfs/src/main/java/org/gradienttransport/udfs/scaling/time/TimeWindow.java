package org.gradienttransport.udfs.scaling.time;

/**
 * Training steps that a fit sees.
 *
 * @param start first step, at least 1: step 0 has no logarithm
 * @param end last step
 */
public record TimeWindow(long start, long end) {
  public TimeWindow {
    if (start < 1) {
      throw new IllegalArgumentException("a window starts at step 1 or later, got " + start);
    }
  }

  /** From the end of warm-up to a last step. */
  public static TimeWindow afterWarmUp(long warmUp, long lastStep) {
    return new TimeWindow(Math.max(1, warmUp), lastStep);
  }

  /** The steps of both windows. */
  public TimeWindow and(TimeWindow other) {
    return new TimeWindow(Math.max(start, other.start), Math.min(end, other.end));
  }

  /** Whether a step lies inside, bounds included. */
  public boolean contains(long step) {
    return step >= start && step <= end;
  }
}
