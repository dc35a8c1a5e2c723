package org.gradienttransport.udfs.pooled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * A regression with an effect for every step (METHOD-ROBUSTNESS section 4). The effects are solved
 * for exactly at given slopes, so that Newton's method is left with the slopes alone: as many
 * numbers as there are covariates, whatever the number of steps. Maximum likelihood of the slopes,
 * and their errors, are those of the regression that has the effects as coefficients.
 */
public final class StepEffectRegression {
  private static final int MOST_ITERATIONS = 50;
  private static final double TOLERANCE = 1e-12;

  private final StepEffectModel model;
  private final StepEffectRows rows;

  /** Of these rows. */
  public StepEffectRegression(StepEffectModel model, StepEffectRows rows) {
    this.model = model;
    this.rows = rows;
  }

  /**
   * What a regression found.
   *
   * @param slopes one per covariate
   * @param unscaledErrors standard errors at dispersion 1
   */
  public record Slopes(List<Double> slopes, List<Double> unscaledErrors) {
    /** Keeps the numbers as they are now. */
    public Slopes {
      slopes = List.copyOf(slopes);
      unscaledErrors = List.copyOf(unscaledErrors);
    }

    /** The exponent, which is the last slope. */
    public double exponent() {
      return slopes.get(slopes.size() - 1);
    }

    /** Standard error of the exponent at dispersion 1. */
    public double unscaledError() {
      return unscaledErrors.get(unscaledErrors.size() - 1);
    }
  }

  /**
   * How well slopes fit.
   *
   * @param dispersion squared residuals over their variance, per degree of freedom
   * @param deviance of all observations
   */
  public record Quality(double dispersion, double deviance) {}

  /** The slopes that fit best; empty where they are not determined. */
  public Optional<Slopes> fit() {
    double[] slopes = solve(once());
    if (slopes == null) {
      return Optional.empty();
    }
    RealMatrix covariance = solver(curvature(slopes, once()).information).getInverse();
    List<Double> errors = new ArrayList<>();
    for (int k = 0; k < slopes.length; k++) {
      errors.add(Math.sqrt(covariance.getEntry(k, k)));
    }
    return Optional.of(new Slopes(Arrays.stream(slopes).boxed().toList(), errors));
  }

  /**
   * The last slope of a resample of steps.
   *
   * @param positions of its steps, repeats allowed
   * @return NaN where it is not determined
   */
  public double lastSlope(int[] positions) {
    int[] times = new int[rows.steps()];
    for (int position : positions) {
      times[position]++;
    }
    double[] slopes = solve(times);
    return slopes == null ? Double.NaN : slopes[slopes.length - 1];
  }

  /** How well given slopes fit, each step with the effect that fits it best. */
  public Quality quality(Slopes found) {
    double[] slopes = array(found);
    double squares = 0;
    double deviance = 0;
    for (int t = 0; t < rows.steps(); t++) {
      double[] expected = expected(t, slopes);
      for (int i = rows.begin(t); i < rows.end(t); i++) {
        double mean = expected[i - rows.begin(t)];
        double residual = rows.y(i) - mean;
        squares += residual * residual / model.variance(mean);
        deviance += model.deviance(rows.y(i), mean);
      }
    }
    return new Quality(squares / rows.freedom(), deviance);
  }

  /** How much each step moves the last slope from where it would be without the step. */
  public double[] influence(Slopes found) {
    double[] slopes = array(found);
    double[] influence = new double[rows.steps()];
    DecompositionSolver solver = solver(curvature(slopes, once()).information);
    for (int t = 0; t < rows.steps(); t++) {
      double[] score = score(t, expected(t, slopes));
      influence[t] = solver.solve(new ArrayRealVector(score, false)).getEntry(slopes.length - 1);
    }
    return influence;
  }

  private static double[] array(Slopes found) {
    return found.slopes().stream().mapToDouble(Double::doubleValue).toArray();
  }

  private int[] once() {
    int[] once = new int[rows.steps()];
    Arrays.fill(once, 1);
    return once;
  }

  /** First and second derivatives of the likelihood at given slopes, effects profiled out. */
  private static final class Curvature {
    private final double[] score;
    private final RealMatrix information;

    Curvature(int covariates) {
      this.score = new double[covariates];
      this.information = new Array2DRowRealMatrix(covariates, covariates);
    }
  }

  /** Newton's method from slopes of 0; null where it leads nowhere. */
  private double[] solve(int[] times) {
    double[] slopes = new double[rows.covariates()];
    for (int iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
      Curvature at = curvature(slopes, times);
      DecompositionSolver solver = solver(at.information);
      if (!solver.isNonSingular()) {
        return null;
      }
      double[] step = solver.solve(new ArrayRealVector(at.score, false)).toArray();
      double largest = 0;
      for (int k = 0; k < slopes.length; k++) {
        slopes[k] += step[k];
        largest = Math.max(largest, Math.abs(step[k]) / (1 + Math.abs(slopes[k])));
      }
      if (largest <= TOLERANCE) {
        return slopes;
      }
      if (!Double.isFinite(largest)) {
        return null;
      }
    }
    return null;
  }

  private static DecompositionSolver solver(RealMatrix information) {
    return new LUDecomposition(information).getSolver();
  }

  private Curvature curvature(double[] slopes, int[] times) {
    Curvature sum = new Curvature(slopes.length);
    for (int t = 0; t < rows.steps(); t++) {
      if (times[t] > 0) {
        double[] expected = expected(t, slopes);
        double[] score = score(t, expected);
        for (int k = 0; k < score.length; k++) {
          sum.score[k] += times[t] * score[k];
        }
        addInformation(t, expected, times[t], sum.information);
      }
    }
    return sum;
  }

  private double[] expected(int t, double[] slopes) {
    int begin = rows.begin(t);
    double[] linear = new double[rows.end(t) - begin];
    double[] observed = new double[linear.length];
    for (int i = 0; i < linear.length; i++) {
      observed[i] = rows.y(begin + i);
      for (int k = 0; k < slopes.length; k++) {
        linear[i] += slopes[k] * rows.x(begin + i, k);
      }
    }
    model.expect(linear, observed);
    return linear;
  }

  private double[] score(int t, double[] expected) {
    double[] score = new double[rows.covariates()];
    for (int i = 0; i < expected.length; i++) {
      int row = rows.begin(t) + i;
      for (int k = 0; k < score.length; k++) {
        score[k] += rows.x(row, k) * (rows.y(row) - expected[i]);
      }
    }
    return score;
  }

  /** Covariances of the covariates within a step, weighted by the variances. */
  private void addInformation(int t, double[] expected, int times, RealMatrix information) {
    double[] means = new double[rows.covariates()];
    double total = 0;
    for (int i = 0; i < expected.length; i++) {
      double weight = model.variance(expected[i]);
      total += weight;
      for (int k = 0; k < means.length; k++) {
        means[k] += weight * rows.x(rows.begin(t) + i, k);
      }
    }
    for (int i = 0; i < expected.length; i++) {
      int row = rows.begin(t) + i;
      double weight = times * model.variance(expected[i]);
      for (int k = 0; k < means.length; k++) {
        for (int l = 0; l < means.length; l++) {
          information.addToEntry(
              k,
              l,
              weight * (rows.x(row, k) - means[k] / total) * (rows.x(row, l) - means[l] / total));
        }
      }
    }
  }
}
