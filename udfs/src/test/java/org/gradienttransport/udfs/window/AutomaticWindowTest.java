package org.gradienttransport.udfs.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;

class AutomaticWindowTest {
  private static final int STEPS = 125;

  @Test
  void findsThePlateauBetweenATransientAndADecay() {
    StableWindow window =
        AutomaticWindow.find(steps(STEPS), noisy(3, AutomaticWindowTest::plateau)).orElseThrow();

    assertThat(window.from()).isBetween(15_000L, 25_000L);
    assertThat(window.to()).isBetween(75_000L, 90_000L);
    assertThat(window.rule()).startsWith("automatic v1: longest run of at least 20 of 125");
    assertThat(50_000L).isBetween(window.from(), window.to());
    assertThat(window.from()).isPositive();
  }

  @Test
  void takesAllOfAStationaryRun() {
    StableWindow window = AutomaticWindow.find(steps(STEPS), noisy(4, t -> 0.0)).orElseThrow();

    assertThat(window.from()).isZero();
    assertThat(window.to()).isEqualTo(124_000);
  }

  @Test
  void findsNothingInARunThatNeverSettles() {
    assertThat(AutomaticWindow.find(steps(STEPS), noisy(3, t -> 0.02 * t))).isEmpty();
  }

  @Test
  void findsTheSameForEveryOrderOfTheScales() {
    double[][] vRel = noisy(3, AutomaticWindowTest::plateau);
    double[][] reversed = {vRel[2], vRel[1], vRel[0]};

    assertThat(AutomaticWindow.find(steps(STEPS), reversed))
        .isPresent()
        .isEqualTo(AutomaticWindow.find(steps(STEPS), vRel));
  }

  @Test
  void passesOverStepsThatAScaleMisses() {
    double[][] vRel = noisy(3, t -> 0.0);
    vRel[1][0] = Double.NaN;
    vRel[2][60] = Double.NaN;

    StableWindow window = AutomaticWindow.find(steps(STEPS), vRel).orElseThrow();

    assertThat(window.from()).isEqualTo(1_000);
    assertThat(window.to()).isEqualTo(124_000);
    assertThat(window.rule()).contains("of 123 complete steps");
  }

  @Test
  void doesNotLetOneOutlierEndAWindow() {
    double[][] vRel = noisy(3, t -> t == 70 ? 3.0 : 0.0);

    StableWindow window = AutomaticWindow.find(steps(STEPS), vRel).orElseThrow();

    assertThat(window.to() - window.from()).isGreaterThan(100_000);
  }

  @Test
  void isEmptyForRunsTooShortToJudge() {
    assertThat(AutomaticWindow.find(steps(4), new double[][] {{1, 2, 1, 2}, {3, 3, 3, 3}}))
        .isEmpty();
    assertThat(AutomaticWindow.find(new long[0], new double[0][0])).isEmpty();
  }

  @Test
  void refusesWhatIsNotATransportEfficiency() {
    double[][] zero = noisy(2, t -> 0.0);
    zero[1][5] = 0.0;
    assertThatThrownBy(() -> AutomaticWindow.find(steps(STEPS), zero))
        .hasMessage("v_rel must be positive, got 0.0; give NaN for a degenerate field");
    assertThatThrownBy(() -> AutomaticWindow.find(steps(3), zero))
        .hasMessageContaining("got 125 values for 3 steps");
  }

  private static double plateau(int t) {
    return t < 20 ? 0.04 * (20 - t) : t > 80 ? -0.02 * (t - 80) : 0.0;
  }

  private static long[] steps(int n) {
    return LongStream.range(0, n).map(i -> 1_000 * i).toArray();
  }

  private static double[][] noisy(int scales, IntToDoubleFunction logLevel) {
    RandomGenerator random = new Well19937c(scales);
    return IntStream.range(0, scales)
        .mapToObj(
            scale ->
                IntStream.range(0, STEPS)
                    .mapToDouble(
                        t ->
                            0.01
                                * (1 + scale)
                                * Math.exp(
                                    logLevel.applyAsDouble(t) + 0.02 * random.nextGaussian()))
                    .toArray())
        .toArray(double[][]::new);
  }
}
