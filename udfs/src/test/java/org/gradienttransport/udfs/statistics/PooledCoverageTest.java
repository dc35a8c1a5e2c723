package org.gradienttransport.udfs.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.gradienttransport.udfs.fit.LogLogFit;
import org.gradienttransport.udfs.pooled.StepEffectModel;
import org.gradienttransport.udfs.pooled.StepEffectRegression;
import org.gradienttransport.udfs.pooled.StepEffectRegression.Slopes;
import org.gradienttransport.udfs.pooled.StepEffectRows;
import org.gradienttransport.udfs.resample.MovingBlockBootstrap;
import org.gradienttransport.udfs.resample.SyntheticSeries;
import org.gradienttransport.udfs.resample.TInterval;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How often intervals of z cover the truth where durations are as small as 4 to 12 relaxation
 * steps: of the pooled regression, and of the plain mean of the steps' own slopes.
 */
@Tag("thorough")
class PooledCoverageTest {
  private static final int TRIALS = 500;
  private static final double[] N = {589_824, 9_437_184, 37_748_736, 150_994_944};

  /** From 4 relaxation steps on the smallest size to 12 on the largest. */
  private static final double Z = StrictMath.log(3) / StrictMath.log(256);

  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

  /** How durations scatter about their expectation. */
  private enum Scatter {
    POISSON_LIKE("1 + Poisson") {
      @Override
      double duration(double expected, double white) {
        double below = NORMAL.cumulativeProbability(white);
        return 1
            + new PoissonDistribution(null, expected - 1, 1e-12, 10_000)
                .inverseCumulativeProbability(below);
      }
    },
    ROUNDED("rounded Gaussian, sd 0.7") {
      @Override
      double duration(double expected, double white) {
        return Math.max(1, Math.rint(expected + 0.7 * white));
      }
    };

    private final String text;

    Scatter(String text) {
      this.text = text;
    }

    abstract double duration(double expected, double white);
  }

  @Test
  void thePooledIntervalCoversASlopeOfSmallIntegers() throws IOException {
    List<Trials> pooled = new ArrayList<>();
    List<Trials> all = new ArrayList<>();
    for (Scatter scatter : Scatter.values()) {
      for (int steps : new int[] {16, 56}) {
        Trials student = student(scatter, steps);
        Trials blocks = blocks(scatter, steps);
        pooled.add(student);
        all.add(student);
        all.add(blocks);
        all.add(mean(scatter, steps));
      }
    }

    assertThat(pooled)
        .allSatisfy(trial -> assertThat(trial.percent()).as(trial.what()).isBetween(92.0, 98.0));
    assertThat(all)
        .filteredOn(trial -> trial.method().contains("blocks"))
        .allSatisfy(trial -> assertThat(trial.percent()).as(trial.what()).isBetween(85.0, 99.0));
    StatisticsPage.assertShows("pooled", all.stream().map(Trials::row).toList());
  }

  private static Trials student(Scatter scatter, int steps) {
    return Trials.of(
        TRIALS,
        what(scatter, steps),
        "z_pooled, Student's t",
        series -> {
          StepEffectRows rows = rows(durations(series, scatter, steps));
          StepEffectRegression regression =
              new StepEffectRegression(StepEffectModel.QUASI_POISSON, rows);
          Slopes found = regression.fit().orElseThrow();
          double error = found.unscaledError() * Math.sqrt(regression.quality(found).dispersion());
          return TInterval.around(found.exponent(), error, rows.freedom()).contains(Z);
        });
  }

  private static Trials blocks(Scatter scatter, int steps) {
    return Trials.of(
        TRIALS,
        what(scatter, steps),
        "z_pooled, moving blocks",
        series -> {
          double[][] durations = durations(series, scatter, steps);
          StepEffectRegression regression =
              new StepEffectRegression(StepEffectModel.QUASI_POISSON, rows(durations));
          Slopes found = regression.fit().orElseThrow();
          return MovingBlockBootstrap.of(what(scatter, steps) + found.exponent(), 200)
              .of(regression.influence(found), regression::lastSlope)
              .contains(Z);
        });
  }

  private static Trials mean(Scatter scatter, int steps) {
    return Trials.of(
        TRIALS,
        what(scatter, steps),
        "mean of the steps' slopes, Student's t",
        series -> {
          double[] slopes = new double[steps];
          double[][] durations = durations(series, scatter, steps);
          for (int t = 0; t < steps; t++) {
            slopes[t] = LogLogFit.of(N, durations[t]).slope();
          }
          return TInterval.ofMean(slopes).contains(Z);
        });
  }

  private static String what(Scatter scatter, int steps) {
    return "z of " + steps + " steps, 4 to 12 relaxation steps, " + scatter.text;
  }

  private static double[][] durations(SyntheticSeries series, Scatter scatter, int steps) {
    double[][] durations = new double[steps][N.length];
    for (int t = 0; t < steps; t++) {
      double[] white = series.white(N.length);
      for (int i = 0; i < N.length; i++) {
        durations[t][i] = scatter.duration(4 * StrictMath.pow(N[i] / N[0], Z), white[i]);
      }
    }
    return durations;
  }

  private static StepEffectRows rows(double[][] durations) {
    StepEffectRows.Builder rows = new StepEffectRows.Builder();
    for (double[] step : durations) {
      rows.nextStep();
      for (int i = 0; i < N.length; i++) {
        rows.add(step[i], StrictMath.log(N[i] / N[2]));
      }
    }
    return rows.build();
  }
}
