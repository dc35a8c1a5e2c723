package org.gradienttransport.udfs.scaling.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.gradienttransport.schemas.vocabulary.TrainingClock;
import org.junit.jupiter.api.Test;

class LossSeriesTest {
  private static final LossSeries SERIES =
      LossSeries.of(new long[] {0, 1, 10, 100}, new double[] {9.0, 8.0, 5.0, 3.0})
          .with(TrainingClock.TOKENS, new double[] {0, 512, 5120, 51_200});

  @Test
  void showsEveryClockAtItsSteps() {
    assertThat(SERIES.time(TrainingClock.STEP)).containsExactly(0, 1, 10, 100);
    assertThat(SERIES.time(TrainingClock.TOKENS)).containsExactly(0, 512, 5120, 51_200);
    assertThat(SERIES.has(TrainingClock.TAU)).isFalse();
    assertThatThrownBy(() -> SERIES.time(TrainingClock.TAU))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the series has no clock tau");
  }

  @Test
  void leavesOutWhatLiesOutsideAWindow() {
    LossSeries inside = SERIES.within(TimeWindow.afterWarmUp(2, 1_000));

    assertThat(inside.steps()).containsExactly(10, 100);
    assertThat(inside.loss()).containsExactly(5.0, 3.0);
    assertThat(inside.time(TrainingClock.TOKENS)).containsExactly(5120, 51_200);
  }

  @Test
  void neverHasStepZeroInAWindow() {
    assertThat(SERIES.within(TimeWindow.afterWarmUp(0, 1_000)).steps()).containsExactly(1, 10, 100);
    assertThatThrownBy(() -> new TimeWindow(0, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("starts at step 1 or later");
  }

  @Test
  void refusesStepsThatDoNotAscendAndClocksOfAnotherLength() {
    assertThatThrownBy(() -> LossSeries.of(new long[] {5, 5}, new double[] {1, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 5 before 5");
    assertThatThrownBy(() -> SERIES.with(TrainingClock.TAU, new double[] {1, 2}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 2 values and 4 losses for 4 steps");
    assertThatThrownBy(() -> LossSeries.of(new long[] {1, 2}, new double[] {1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 losses for 2 steps");
  }
}
