package org.gradienttransport.udfs.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.gradienttransport.schemas.vocabulary.ScalingModel;
import org.gradienttransport.udfs.association.Association;
import org.gradienttransport.udfs.association.JoinedSeries;
import org.gradienttransport.udfs.contrast.NullReplicates;
import org.gradienttransport.udfs.contrast.QuantityContrasts;
import org.gradienttransport.udfs.fit.LogLogFit;
import org.gradienttransport.udfs.fit.PowerLawEvidence;
import org.gradienttransport.udfs.fit.PowerLawFit;
import org.gradienttransport.udfs.resample.Interval;
import org.gradienttransport.udfs.resample.TInterval;
import org.gradienttransport.udfs.window.StepSeries;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How often 95 % intervals cover the truth over 500 seeded trials; shown in docs/statistics.md. */
@Tag("thorough")
class CoverageTest {
  // Cheap ones are made more often, so that chance moves their coverage by half a percent only.
  private static final int CHEAP = 2_000;
  private static final int DEAR = 500;
  private static final double[] PICO = {589_824, 9_437_184, 37_748_736, 150_994_944};
  private static final double[] PYTHIA = {
    14_067_712, 30_494_720, 70_426_624, 162_322_944, 405_334_016
  };

  @Test
  void studentsIntervalsCover92To98Percent() throws IOException {
    List<Trials> trials = new ArrayList<>();
    trials.add(slope("slope over 3 scales", Arrays.copyOf(PICO, 3)));
    trials.add(slope("slope over 4 scales", PICO));
    trials.add(slope("slope over 5 scales", PYTHIA));
    trials.add(replicates("contrast, 2 replicates", 2));
    trials.add(replicates("contrast, 8 replicates", 8));

    assertThat(trials)
        .allSatisfy(trial -> assertThat(trial.percent()).as(trial.what()).isBetween(92.0, 98.0));
    StatisticsPage.assertShows("student", trials.stream().map(Trials::row).toList());
  }

  @Test
  void blockBootstrapIntervalsCoverAtLeast88Percent() throws IOException {
    List<Trials> trials = new ArrayList<>();
    trials.add(mean(56, 0.5));
    trials.add(mean(125, 0.7));
    trials.add(correlation(56, 0.5, -0.62));
    trials.add(correlation(125, 0.7, 0.3));

    assertThat(trials)
        .allSatisfy(trial -> assertThat(trial.percent()).as(trial.what()).isBetween(88.0, 99.0));
    StatisticsPage.assertShows("bootstrap", trials.stream().map(Trials::row).toList());
  }

  @Test
  void blockBootstrapIntervalsOfShortSeriesCoverLessAndThePageSaysSo() throws IOException {
    List<Trials> trials = List.of(mean(19, 0.5), mean(19, 0.7), mean(56, 0.85));

    assertThat(trials).allSatisfy(trial -> assertThat(trial.percent()).isBetween(70.0, 96.0));
    StatisticsPage.assertShows("short", trials.stream().map(Trials::row).toList());
  }

  @Test
  void thePreferredModelIsMostlyTheTrueOne() throws IOException {
    List<Trials> trials = new ArrayList<>();
    for (int scales : new int[] {3, 4, 5, 9}) {
      trials.add(preferred(scales, ScalingModel.CONSTANT));
      trials.add(preferred(scales, ScalingModel.POWER_LAW));
      trials.add(preferred(scales, ScalingModel.TWO_SLOPE));
    }

    // Three scales hardly show one slope and cannot show two; four hardly show two.
    assertThat(trials)
        .filteredOn(trial -> !trial.what().endsWith("two_slope"))
        .filteredOn(trial -> !trial.what().equals("3 scales, truth power_law"))
        .allSatisfy(trial -> assertThat(trial.percent()).as(trial.what()).isGreaterThan(90.0));
    assertThat(trials.get(trials.size() - 1).percent()).isGreaterThan(90.0);
    StatisticsPage.assertShows("evidence", trials.stream().map(Trials::row).toList());
  }

  private static Trials slope(String what, double[] n) {
    return Trials.of(
        CHEAP,
        what,
        "Student's t",
        series -> {
          double[] noise = series.white(n.length);
          double[] y = new double[n.length];
          for (int i = 0; i < n.length; i++) {
            y[i] = 2.0 * StrictMath.pow(n[i], 0.223) * StrictMath.exp(0.05 * noise[i]);
          }
          PowerLawFit fit = LogLogFit.of(n, y);
          return holds(TInterval.around(fit.slope(), fit.stdError(), n.length - 2), 0.223);
        });
  }

  private static Trials replicates(String what, int k) {
    return Trials.of(
        CHEAP,
        what,
        "Student's t",
        series -> {
          double[][] n0 = new double[k][];
          double[][] n2 = new double[k][];
          for (int i = 0; i < k; i++) {
            n0[i] = series.white(56);
            n2[i] = series.white(56);
          }
          NullReplicates part = NullReplicates.of(steps(new double[56]), n0, n2);
          return holds(QuantityContrasts.over(part, what).dist().interval(), 0.0);
        });
  }

  private static Trials mean(int n, double rho) {
    String what = "mean of " + n + " steps, AR(1) " + rho;
    return Trials.of(
        DEAR,
        what,
        "block bootstrap",
        series -> {
          double[] real = series.autoregressive(n, rho);
          double[][] zero = {new double[n]};
          NullReplicates part = NullReplicates.of(steps(real), zero, zero);
          return holds(QuantityContrasts.over(part, what + real[0]).total().interval(), 0.0);
        });
  }

  private static Trials correlation(int n, double rho, double r) {
    String what = "Pearson's r = " + r + " of " + n + " steps, AR(1) " + rho;
    return Trials.of(
        DEAR,
        what,
        "block bootstrap",
        series -> {
          double[] x = series.autoregressive(n, rho);
          double[] y = series.correlatedWith(x, r, rho);
          JoinedSeries joined = JoinedSeries.exact(steps(x), steps(y));
          return holds(Association.of(joined, null, what + x[0]).interval(), r);
        });
  }

  // Scales a factor of three apart, scatter 0.05, exponent 0.2, turning to -0.2 at the middle scale
  // where the truth is a two-slope law.
  private static Trials preferred(int scales, ScalingModel truth) {
    return Trials.of(
        CHEAP,
        scales + " scales, truth " + truth.word(),
        scales < 9 ? "leave one scale out" : "AICc",
        series -> {
          double[] noise = series.white(scales);
          double[] n = new double[scales];
          double[] y = new double[scales];
          int inner = scales / 2;
          for (int i = 0; i < scales; i++) {
            double x = i * StrictMath.log(3.0);
            double middle = inner * StrictMath.log(3.0);
            n[i] = 1e6 * StrictMath.exp(x);
            y[i] = StrictMath.exp(law(truth, x, middle) + 0.05 * noise[i]);
          }
          return PowerLawEvidence.of(n, y).preferred() == truth;
        });
  }

  private static double law(ScalingModel truth, double x, double middle) {
    return switch (truth) {
      case CONSTANT -> 1.0;
      case POWER_LAW -> 1.0 + 0.2 * x;
      case TWO_SLOPE -> 1.0 + 0.2 * Math.min(x, middle) - 0.2 * Math.max(x - middle, 0.0);
    };
  }

  private static StepSeries steps(double[] values) {
    return StepSeries.of(LongStream.range(0, values.length).toArray(), values);
  }

  private static boolean holds(Interval interval, double truth) {
    return interval.low() <= truth && truth <= interval.high();
  }
}
