package org.gradienttransport.udfs.contrast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.gradienttransport.schemas.vocabulary.IntervalMethod;
import org.gradienttransport.udfs.resample.SyntheticSeries;
import org.gradienttransport.udfs.window.StepSeries;
import org.gradienttransport.udfs.window.WindowThird;
import org.junit.jupiter.api.Test;

class QuantityContrastsTest {
  private static final long[] STEPS = LongStream.range(0, 60).map(i -> 1_000 * i).toArray();

  @Test
  void totalIsDistributionPlusAssignment() {
    QuantityContrasts contrast = QuantityContrasts.over(known(1), "test/z");

    assertThat(contrast.total().mean()).isCloseTo(-0.09, within(0.01));
    assertThat(contrast.dist().mean()).isCloseTo(-0.06, within(0.01));
    assertThat(contrast.assign().mean()).isCloseTo(-0.03, within(0.01));
    assertThat(contrast.sumRuleResidual()).isLessThan(1e-15);
    assertThat(contrast.distShare()).isCloseTo(2.0 / 3.0, within(0.1));
    assertThat(contrast.distShare() + contrast.assignShare()).isCloseTo(1.0, within(1e-12));
    assertThat(contrast.steps()).isEqualTo(60);
  }

  @Test
  void oneReplicateGetsABlockBootstrapOverSteps() {
    ContrastEstimate total = QuantityContrasts.over(known(1), "test/z").total();

    assertThat(total.method()).isEqualTo(IntervalMethod.BLOCK_BOOTSTRAP);
    assertThat(total.method().word()).isEqualTo("block_bootstrap");
    assertThat(-0.09).isBetween(total.interval().low(), total.interval().high());
    assertThat(total.interval().high() - total.interval().low()).isBetween(0.002, 0.02);
    assertThat(QuantityContrasts.over(known(1), "test/z").total()).isEqualTo(total);
  }

  @Test
  void moreReplicatesGetStudentsInterval() {
    ContrastEstimate total = QuantityContrasts.over(known(8), "test/z").total();

    assertThat(total.method()).isEqualTo(IntervalMethod.REPLICATES);
    assertThat(total.mean()).isBetween(total.interval().low(), total.interval().high());
    assertThat(total.interval().high() - total.interval().low()).isBetween(0.0005, 0.01);
    // Nothing is drawn here, so the identifier does not matter.
    assertThat(QuantityContrasts.over(known(8), "other").total()).isEqualTo(total);
  }

  @Test
  void oneStepHasAnIntervalOnlyFromReplicates() {
    QuantityContrasts bare = QuantityContrasts.at(known(1), 5_000);
    assertThat(bare.total().interval()).isNull();
    assertThat(bare.total().method()).isEqualTo(IntervalMethod.NONE);
    assertThat(bare.total().sd()).isNull();
    assertThat(bare.steps()).isEqualTo(1);

    QuantityContrasts repeated = QuantityContrasts.at(known(8), 5_000);
    assertThat(repeated.replicates()).isEqualTo(8);
    assertThat(repeated.assign().method()).isEqualTo(IntervalMethod.REPLICATES);
    assertThat(repeated.total().mean())
        .isCloseTo(repeated.dist().mean() + repeated.assign().mean(), within(1e-15));
  }

  @Test
  void thirdsAreContrastedAlone() {
    NullReplicates late = known(1).third(WindowThird.LATE);

    assertThat(late.steps()).hasSize(20).startsWith(40_000);
    assertThat(QuantityContrasts.over(late, "test/z/late").steps()).isEqualTo(20);
  }

  @Test
  void nothingIsSaidOfNoSteps() {
    QuantityContrasts none = QuantityContrasts.at(known(2), 77);

    assertThat(none.total()).isEqualTo(new ContrastEstimate(null, null, null, IntervalMethod.NONE));
    assertThat(none.sumRuleResidual()).isNull();
    assertThat(none.distShare()).isNull();
    assertThat(known(1).between(1, 0).third(WindowThird.EARLY).steps()).isEmpty();
  }

  @Test
  void aTotalOfZeroHasNoShares() {
    StepSeries real = StepSeries.of(new long[] {0}, new double[] {1.0});
    QuantityContrasts contrast =
        QuantityContrasts.over(
            NullReplicates.of(real, new double[][] {{1.0}}, new double[][] {{2.0}}), "test");

    assertThat(contrast.total().mean()).isZero();
    assertThat(contrast.distShare()).isNull();
    assertThat(contrast.assignShare()).isNull();
  }

  @Test
  void refusesReplicatesThatDoNotFit() {
    StepSeries real = StepSeries.of(new long[] {0, 1}, new double[] {1, 2});
    double[][] good = {{1, 2}};
    assertThatThrownBy(() -> NullReplicates.of(real, new double[0][], good))
        .hasMessage("N0 and N2 need the same number of replicates, one or more, got 0 and 1");
    assertThatThrownBy(() -> NullReplicates.of(real, good, new double[][] {{1}}))
        .hasMessage(
            "N2 replicate 0 has 1 values for 2 steps;"
                + " leave steps without a fit out of all of them");
    assertThatThrownBy(() -> NullReplicates.of(real, good, new double[][] {{1, Double.NaN}}))
        .hasMessageContaining("NaN");
    assertThat(ContrastKind.ASSIGN.label()).isEqualTo("assign");
  }

  // z of real -0.036, N0 0.054, N2 -0.006: total -0.09, dist -0.06, assign -0.03.
  private static NullReplicates known(int replicates) {
    SyntheticSeries random = SyntheticSeries.of("contrast");
    double[][] n0 = new double[replicates][];
    double[][] n2 = new double[replicates][];
    for (int k = 0; k < replicates; k++) {
      n0[k] = around(random, 0.054);
      n2[k] = around(random, -0.006);
    }
    return NullReplicates.of(StepSeries.of(STEPS, around(random, -0.036)), n0, n2);
  }

  private static double[] around(SyntheticSeries random, double mean) {
    double[] series = random.autoregressive(STEPS.length, 0.4);
    for (int t = 0; t < series.length; t++) {
      series[t] = mean + 0.01 * series[t];
    }
    return series;
  }
}
