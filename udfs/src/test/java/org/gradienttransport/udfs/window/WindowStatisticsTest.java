package org.gradienttransport.udfs.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WindowStatisticsTest {

  @Test
  void usesTheSampleStandardDeviationAndThePlainMedian() {
    WindowStatistics summary = WindowStatistics.of(new double[] {4, 1, 3, 2});

    assertThat(summary.mean()).isEqualTo(2.5);
    assertThat(summary.sd()).isCloseTo(Math.sqrt(5.0 / 3.0), within(1e-15));
    assertThat(summary.median()).isEqualTo(2.5);
    assertThat(summary.count()).isEqualTo(4);
    assertThat(WindowStatistics.of(new double[] {7, 1, 5}).median()).isEqualTo(5);
  }

  @Test
  void leavesOutWhatTooFewValuesCannotSay() {
    assertThat(WindowStatistics.of(new double[] {3}))
        .isEqualTo(new WindowStatistics(3.0, null, 3.0, 1));
    assertThat(WindowStatistics.of(new double[0]))
        .isEqualTo(new WindowStatistics(null, null, null, 0));
  }

  @Test
  void refusesNonFiniteValues() {
    assertThatThrownBy(() -> WindowStatistics.of(new double[] {1, Double.NaN}))
        .hasMessage("value 1 of a window is NaN; leave steps without a fit out of the window");
  }

  @Test
  void variesOverModelsWithThePopulationDeviation() {
    // Mean 3, population variance 2/3 * 1.5^2 + ...: (1 + 0 + 1) / 3 = 2/3.
    assertThat(CrossModelCv.of(new double[] {2, 3, 4}))
        .isCloseTo(Math.sqrt(2.0 / 3.0) / 3.0, within(1e-15));
    assertThat(CrossModelCv.of(new double[] {2})).isNull();
    assertThatThrownBy(() -> CrossModelCv.of(new double[] {2, 0}))
        .hasMessage("a window mean of v_rel must be positive, got 0.0");
  }

  @Test
  void mediansAreCentredAndReachTheEnds() {
    assertThat(RollingMedian.centred(new double[] {9, 1, 5, 2, 100}, 3))
        .containsExactly(5, 5, 2, 5, 51);
    assertThatThrownBy(() -> RollingMedian.centred(new double[] {1}, 10))
        .hasMessage("width must be odd and positive, got 10");
  }

  @Test
  void everyStepBelongsToOneThird() {
    StepSeries window = ramp(56);

    assertThat(WindowThird.EARLY.of(window).size()).isEqualTo(18);
    assertThat(WindowThird.MID.of(window).size()).isEqualTo(19);
    assertThat(WindowThird.LATE.of(window).size()).isEqualTo(19);
    assertThat(WindowThird.MID.of(window).steps()[0]).isEqualTo(18_000);
    assertThat(WindowThird.LATE.of(window).steps()[18]).isEqualTo(55_000);
    assertThat(WindowThird.EARLY.of(ramp(1)).size()).isZero();
    assertThat(WindowThird.LATE.label()).isEqualTo("late");
  }

  @Test
  void driftIsTheSlopePerTrainingStep() {
    Drift drift = Drift.of(ramp(11));

    assertThat(drift.slopePerStep()).isCloseTo(1e-3, within(1e-15));
    assertThat(drift.total()).isCloseTo(10.0, within(1e-12));
    assertThat(drift.stdError()).isCloseTo(0.0, within(1e-12));
    assertThat(Drift.of(ramp(1))).isNull();
    assertThat(Drift.of(ramp(2)).stdError()).isNull();
  }

  @Test
  void meansMoveWithTheBounds() {
    // Values 0..20; window 5..10 has mean 7.5; 3..10 has 6.5, 7..10 has 8.5, 5..8 has 6.5, 5..12
    // 8.5.
    BoundSensitivity moved = BoundSensitivity.of(ramp(21), StableWindow.explicit(5_000, 10_000));

    assertThat(moved).isEqualTo(new BoundSensitivity(-1.0, 1.0, -1.0, 1.0, 1.0));
  }

  @Test
  void boundsThatCannotMoveAreLeftOut() {
    BoundSensitivity whole = BoundSensitivity.of(ramp(4), StableWindow.explicit(0, 3_000));

    assertThat(whole).isEqualTo(new BoundSensitivity(null, 1.0, -1.0, null, 1.0));
    assertThat(BoundSensitivity.of(ramp(4), StableWindow.explicit(9_000, 9_500))).isNull();
    assertThat(BoundSensitivity.of(ramp(2), StableWindow.explicit(0, 1_000)).largest()).isNull();
  }

  @Test
  void seriesAscend() {
    assertThat(ramp(9).between(2_000, 4_000).values()).containsExactly(2, 3, 4);
    assertThatThrownBy(() -> StepSeries.of(new long[] {1, 1}, new double[] {1, 2}))
        .hasMessage("steps must ascend without repetition, got 1 before 1");
    assertThatThrownBy(() -> StepSeries.of(new long[] {1}, new double[] {1, 2}))
        .hasMessage("steps and values must have the same length, got 1 and 2");
    assertThatThrownBy(() -> StableWindow.explicit(5, 4))
        .hasMessage("a window must not end before it starts, got 5 to 4");
  }

  private static StepSeries ramp(int n) {
    return StepSeries.of(
        LongStream.range(0, n).map(i -> 1_000 * i).toArray(),
        LongStream.range(0, n).mapToDouble(i -> (double) i).toArray());
  }
}
