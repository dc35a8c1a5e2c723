package org.gradienttransport.udfs.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.apache.commons.math3.stat.StatUtils;
import org.gradienttransport.udfs.association.Association;
import org.gradienttransport.udfs.association.Correlation;
import org.gradienttransport.udfs.association.JoinedSeries;
import org.gradienttransport.udfs.fit.CascadeExponents;
import org.gradienttransport.udfs.fit.Closure;
import org.gradienttransport.udfs.fit.FitRule;
import org.gradienttransport.udfs.fit.LogLogFit;
import org.gradienttransport.udfs.resample.SyntheticSeries;
import org.gradienttransport.udfs.window.StepSeries;
import org.gradienttransport.udfs.window.WindowStatistics;
import org.junit.jupiter.api.Test;

/** Cascades and perplexities made from known exponents, through the whole of the statistics. */
class SyntheticTruthTest {
  private static final int STEPS = 125;
  private static final long[] N = {589_824, 9_437_184, 37_748_736, 150_994_944};
  private static final double[] NODES = Arrays.stream(N).mapToDouble(n -> (double) n).toArray();

  // D(t) and beta_PPL(t) with r = -0.6; z(t) on its own.
  private final double[] size = new double[STEPS];
  private final double[] duration = new double[STEPS];
  private final double[] performance = new double[STEPS];

  SyntheticTruthTest() {
    SyntheticSeries random = SyntheticSeries.of("synthetic truth");
    double[] x = random.autoregressive(STEPS, 0.6);
    double[] y = random.correlatedWith(x, -0.6, 0.6);
    double[] z = random.autoregressive(STEPS, 0.6);
    for (int t = 0; t < STEPS; t++) {
      size[t] = 0.988 + 0.015 * x[t];
      duration[t] = 0.223 + 0.024 * z[t];
      performance[t] = -0.12 + 0.01 * y[t];
    }
  }

  @Test
  void exponentsComeBackFromRoundedCounts() {
    for (int t = 0; t < STEPS; t++) {
      CascadeExponents found = exponents(t);
      assertThat(found.size().slope()).isCloseTo(size[t], within(5e-6));
      // n_steps is a small integer: rounding leaves a few thousandths.
      assertThat(found.duration().slope()).isCloseTo(duration[t], within(5e-3));
      assertThat(found.intensive().slope()).isCloseTo(size[t] - duration[t] - 1, within(5e-3));
      assertThat(found.closure().verdict()).isEqualTo(Closure.Verdict.HOLDS);
      assertThat(perplexityExponent(t)).isCloseTo(performance[t], within(1e-12));
    }
  }

  @Test
  void windowMeansComeBack() {
    double[] found = new double[STEPS];
    for (int t = 0; t < STEPS; t++) {
      found[t] = exponents(t).duration().slope();
    }

    WindowStatistics window = WindowStatistics.of(found);

    assertThat(window.mean()).isCloseTo(StatUtils.mean(duration), within(5e-4));
    assertThat(window.sd()).isCloseTo(Math.sqrt(StatUtils.variance(duration)), within(1e-3));
  }

  @Test
  void theirCorrelationComesBack() {
    double[] found = new double[STEPS];
    double[] beta = new double[STEPS];
    for (int t = 0; t < STEPS; t++) {
      found[t] = exponents(t).size().slope();
      beta[t] = perplexityExponent(t);
    }
    long[] steps = LongStream.range(0, STEPS).map(i -> 1_000 * i).toArray();

    Association association =
        Association.of(
            JoinedSeries.exact(StepSeries.of(steps, found), StepSeries.of(steps, beta)),
            null,
            "synthetic/D/beta_ppl");

    assertThat(association.pearson().r())
        .isCloseTo(Correlation.pearson(size, performance).r(), within(1e-4));
    assertThat(-0.6).isBetween(association.interval().low(), association.interval().high());
    assertThat(association.pearson().p()).isLessThan(1e-6);
  }

  private CascadeExponents exponents(int t) {
    long[] s = new long[N.length];
    int[] steps = new int[N.length];
    for (int i = 0; i < N.length; i++) {
      s[i] = Math.round(0.2 * StrictMath.pow(NODES[i], size[t]));
      steps[i] = Math.toIntExact(Math.round(3.0 * StrictMath.pow(NODES[i], duration[t])));
    }
    return CascadeExponents.of(N, s, steps, FitRule.AVAILABLE_SCALES);
  }

  private double perplexityExponent(int t) {
    double[] perplexity =
        Arrays.stream(NODES).map(n -> 900 * StrictMath.pow(n, performance[t])).toArray();
    return LogLogFit.of(NODES, perplexity).slope();
  }
}
