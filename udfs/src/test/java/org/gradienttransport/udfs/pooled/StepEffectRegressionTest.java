package org.gradienttransport.udfs.pooled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.gradienttransport.udfs.fit.LogLogFit;
import org.gradienttransport.udfs.pooled.StepEffectRegression.Slopes;
import org.junit.jupiter.api.Test;

/** Slopes with an effect for every step, against what can be said without the solver. */
class StepEffectRegressionTest {
  private static final double[] N = {9216, 20_736, 36_864, 82_944};

  /** Sizes of cascades at three steps of pico-mini. */
  private static final double[][] S = {
    {4881, 8384, 16_100, 36_240}, {4412, 10_781, 19_550, 29_612}, {4039, 9684, 23_341, 28_738}
  };

  private static StepEffectRows logs() {
    StepEffectRows.Builder rows = new StepEffectRows.Builder();
    for (double[] step : S) {
      rows.nextStep();
      for (int i = 0; i < N.length; i++) {
        rows.add(Math.log(step[i]), Math.log(N[i]) - 10);
      }
    }
    return rows.build();
  }

  @Test
  void onACompleteGridTheSlopeIsTheMeanOfTheStepsSlopes() {
    StepEffectRegression regression = new StepEffectRegression(StepEffectModel.GAUSSIAN, logs());

    Slopes found = regression.fit().orElseThrow();

    double mean = 0;
    for (double[] step : S) {
      mean += LogLogFit.of(N, step).slope() / S.length;
    }
    assertThat(found.exponent()).isEqualTo(mean, within(1e-12));
    assertThat(regression.quality(found).deviance())
        .isEqualTo(regression.quality(found).dispersion() * (12 - 3 - 1), within(1e-12));
  }

  @Test
  void twoSizesAtOneStepGiveTheLogOfTheirRatio() {
    StepEffectRows rows = new StepEffectRows.Builder().nextStep().add(6, -1).add(12, 1).build();

    Slopes found =
        new StepEffectRegression(StepEffectModel.QUASI_POISSON, rows).fit().orElseThrow();

    assertThat(found.exponent()).isEqualTo(Math.log(2) / 2, within(1e-12));
    // Information: 18 counts times the variance of x = +-1 with shares 1/3 and 2/3.
    assertThat(found.unscaledError()).isEqualTo(1 / Math.sqrt(18 * 8 / 9.0), within(1e-12));
  }

  @Test
  void countsOfEqualStepsMayBeSummed() {
    StepEffectRows apart =
        new StepEffectRows.Builder()
            .nextStep()
            .add(4, -1)
            .add(7, 0)
            .add(9, 1)
            .nextStep()
            .add(5, -1)
            .add(6, 0)
            .add(11, 1)
            .build();
    StepEffectRows together =
        new StepEffectRows.Builder().nextStep().add(9, -1).add(13, 0).add(20, 1).build();

    Slopes two = new StepEffectRegression(StepEffectModel.QUASI_POISSON, apart).fit().orElseThrow();
    Slopes one =
        new StepEffectRegression(StepEffectModel.QUASI_POISSON, together).fit().orElseThrow();

    assertThat(two.exponent()).isEqualTo(one.exponent(), within(1e-12));
    assertThat(two.unscaledError()).isEqualTo(one.unscaledError(), within(1e-12));
  }

  @Test
  void aResampleOfEveryStepOnceIsTheRegressionItself() {
    StepEffectRegression regression = new StepEffectRegression(StepEffectModel.GAUSSIAN, logs());

    assertThat(regression.lastSlope(new int[] {2, 0, 1}))
        .isEqualTo(regression.fit().orElseThrow().exponent(), within(1e-14));
    assertThat(regression.lastSlope(new int[] {1, 1, 1}))
        .isEqualTo(LogLogFit.of(N, S[1]).slope(), within(1e-12));
  }

  @Test
  void influencesOfAllStepsCancel() {
    StepEffectRegression regression = new StepEffectRegression(StepEffectModel.GAUSSIAN, logs());

    double[] influence = regression.influence(regression.fit().orElseThrow());

    assertThat(influence[0] + influence[1] + influence[2]).isEqualTo(0, within(1e-14));
    assertThat(influence[0]).isNotZero();
  }

  @Test
  void aCovariateThatIsTheSameWithinEveryStepHasNoSlope() {
    StepEffectRows rows =
        new StepEffectRows.Builder()
            .nextStep()
            .add(1, 5)
            .add(2, 5)
            .nextStep()
            .add(3, 6)
            .add(4, 6)
            .build();

    assertThat(new StepEffectRegression(StepEffectModel.GAUSSIAN, rows).fit()).isEmpty();
    assertThat(
            new StepEffectRegression(StepEffectModel.QUASI_POISSON, rows)
                .lastSlope(new int[] {0, 1}))
        .isNaN();
  }

  @Test
  void rowsNeedAStepAndAsManyCovariatesAsOthers() {
    StepEffectRows.Builder none = new StepEffectRows.Builder();
    StepEffectRows.Builder one = new StepEffectRows.Builder().nextStep().add(1, 0);

    assertThatThrownBy(() -> none.add(1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> one.add(1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
