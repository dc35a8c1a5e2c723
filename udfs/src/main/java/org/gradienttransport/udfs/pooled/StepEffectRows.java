package org.gradienttransport.udfs.pooled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is regressed: observations at steps, each with covariates. Every step has an effect of its
 * own, so a covariate that does not vary within steps says nothing.
 */
public final class StepEffectRows {
  private final int[] step;
  private final double[] y;
  private final double[][] x;

  /** Where each step's rows begin, and where the last one's end. */
  private final int[] begin;

  private StepEffectRows(int[] step, double[] y, double[][] x) {
    this.step = step;
    this.y = y;
    this.x = x;
    this.begin =
        IntStream.concat(
                IntStream.range(0, step.length).filter(i -> i == 0 || step[i] != step[i - 1]),
                IntStream.of(step.length))
            .toArray();
  }

  /** Rows that are added step by step. */
  public static final class Builder {
    private final List<double[]> x = new ArrayList<>();
    private final List<Double> y = new ArrayList<>();
    private final List<Integer> step = new ArrayList<>();
    private int steps;

    /** Begins the next step. */
    public Builder nextStep() {
      steps++;
      return this;
    }

    /**
     * Adds an observation at the step that was begun last.
     *
     * @param covariates as many in every row
     */
    public Builder add(double observed, double... covariates) {
      if (steps == 0 || (!x.isEmpty() && x.get(0).length != covariates.length)) {
        throw new IllegalArgumentException("a row needs a step and as many covariates as others");
      }
      step.add(steps - 1);
      y.add(observed);
      x.add(covariates.clone());
      return this;
    }

    /** The rows; steps without any are none. */
    public StepEffectRows build() {
      int[] distinct = step.stream().mapToInt(Integer::intValue).distinct().toArray();
      return new StepEffectRows(
          step.stream().mapToInt(at -> Arrays.binarySearch(distinct, at)).toArray(),
          y.stream().mapToDouble(Double::doubleValue).toArray(),
          x.toArray(double[][]::new));
    }
  }

  /** Number of observations. */
  public int size() {
    return y.length;
  }

  /** Number of steps, each with an effect. */
  public int steps() {
    return begin.length - 1;
  }

  /** Number of covariates. */
  public int covariates() {
    return x.length == 0 ? 0 : x[0].length;
  }

  /** Observations less effects and slopes. */
  public int freedom() {
    return size() - steps() - covariates();
  }

  /** The step of an observation, from 0. */
  public int step(int row) {
    return step[row];
  }

  /** An observation. */
  public double y(int row) {
    return y[row];
  }

  /** A covariate of an observation. */
  public double x(int row, int covariate) {
    return x[row][covariate];
  }

  int begin(int ofStep) {
    return begin[ofStep];
  }

  int end(int ofStep) {
    return begin[ofStep + 1];
  }
}
