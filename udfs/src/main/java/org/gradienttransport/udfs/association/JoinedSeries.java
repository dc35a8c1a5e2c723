package org.gradienttransport.udfs.association;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.gradienttransport.udfs.window.StepSeries;

/** Two series at the steps that both have; nothing is interpolated. */
public final class JoinedSeries {
  private final long[] steps;
  private final double[] x;
  private final double[] y;
  private final long[] onlyX;
  private final long[] onlyY;

  private JoinedSeries(long[] steps, double[] x, double[] y, long[] onlyX, long[] onlyY) {
    this.steps = steps;
    this.x = x;
    this.y = y;
    this.onlyX = onlyX;
    this.onlyY = onlyY;
  }

  /** Joins two series on equal steps. */
  public static JoinedSeries exact(StepSeries x, StepSeries y) {
    long[] xSteps = x.steps();
    long[] ySteps = y.steps();
    double[] xValues = x.values();
    double[] yValues = y.values();
    int[] inX = positions(xSteps, ySteps);
    int[] inY = positions(ySteps, xSteps);
    return new JoinedSeries(
        IntStream.of(inX).mapToLong(i -> xSteps[i]).toArray(),
        IntStream.of(inX).mapToDouble(i -> xValues[i]).toArray(),
        IntStream.of(inY).mapToDouble(i -> yValues[i]).toArray(),
        missing(xSteps, ySteps),
        missing(ySteps, xSteps));
  }

  /** Steps that matched, ascending; a copy. */
  public long[] steps() {
    return steps.clone();
  }

  /** First series at the matched steps; a copy. */
  public double[] x() {
    return x.clone();
  }

  /** Second series at the matched steps; a copy. */
  public double[] y() {
    return y.clone();
  }

  /** Number of steps that matched. */
  public int matched() {
    return steps.length;
  }

  /** Steps that only the first series has; a copy. */
  public long[] onlyX() {
    return onlyX.clone();
  }

  /** Steps that only the second series has; a copy. */
  public long[] onlyY() {
    return onlyY.clone();
  }

  private static int[] positions(long[] steps, long[] others) {
    return IntStream.range(0, steps.length).filter(i -> has(others, steps[i])).toArray();
  }

  private static long[] missing(long[] steps, long[] others) {
    return LongStream.of(steps).filter(step -> !has(others, step)).toArray();
  }

  private static boolean has(long[] ascending, long step) {
    return Arrays.binarySearch(ascending, step) >= 0;
  }
}
