package org.gradienttransport.udfs.scaling.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TauClockTest {
  @Test
  void sumsPythiasScheduleOverItsPeakExactly() {
    double[] tau =
        TauClock.exact(
            PythiaSchedule::overPeak, new long[] {0, 128, 512, 1000, 1430, 16_000, 143_000});

    assertThat(tau[0]).isZero();
    assertThat(tau[1]).isCloseTo(5.7734265734, within(5e-11));
    assertThat(tau[2]).isCloseTo(91.837762238, within(5e-10));
    assertThat(tau[3]).isCloseTo(350.0, within(1e-9));
    assertThat(tau[4]).isCloseTo(715.5, within(1e-9));
    assertThat(tau[5]).isCloseTo(15171.849474843, within(5e-10));
    assertThat(tau[6]).isCloseTo(78578.55, within(1e-8));
  }

  @Test
  void startsAfterAnUnloggedWarmUpAtHalfItsSteps() {
    double[] tau =
        TauClock.logged(new long[] {2176, 2304, 2432}, new double[] {3e-4, 3e-4, 1e-4}, 2160);

    assertThat(tau[0]).isCloseTo(3e-4 * (2176 - 1080), within(1e-15));
    assertThat(tau[1]).isCloseTo(3e-4 * (2304 - 1080), within(1e-15));
    assertThat(tau[2] - tau[1]).isCloseTo(2e-4 * 128, within(1e-15));
  }

  @Test
  void growsWithTheSquareInsideTheWarmUp() {
    double[] tau =
        TauClock.logged(new long[] {0, 50, 100, 200}, new double[] {0.0, 0.5, 1.0, 1.0}, 100);

    assertThat(tau).containsExactly(0.0, 12.5, 50.0, 150.0);
  }

  @Test
  void isTheRateTimesTheStepWithoutWarmUp() {
    assertThat(TauClock.logged(new long[] {20, 40}, new double[] {3.0, 3.0}, 0))
        .containsExactly(60.0, 120.0);
  }

  @Test
  void sumsARatePerStepExactly() {
    long[] steps = LongStream.rangeClosed(0, 16_000).toArray();
    double[] rates = LongStream.of(steps).mapToDouble(PythiaSchedule::overPeak).toArray();

    double[] tau = TauClock.logged(steps, rates, PythiaSchedule.WARM_UP);

    assertThat(tau[0]).isZero();
    assertThat(tau[128]).isCloseTo(5.7734265734, within(5e-11));
    assertThat(tau[16_000]).isCloseTo(15171.849474843, within(5e-10));
    assertThat(TauClock.logged(new long[] {1, 2}, new double[] {1.0, 0.5}, 0))
        .containsExactly(1.0, 1.5);
  }

  @Test
  void takesThePeakFromOutsideWhereItWasNotLogged() {
    double[] tau = TauClock.logged(new long[] {400, 500}, new double[] {0.6, 0.4}, 100, 1.0);

    assertThat(tau).containsExactly(350.0, 400.0);
    assertThatThrownBy(() -> TauClock.logged(new long[] {1}, new double[] {0.6}, 0, 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no rate exceeds the peak 0.5");
    assertThatThrownBy(() -> TauClock.logged(new long[] {1}, new double[] {0.6}, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a warm-up of -1");
  }

  @Test
  void refusesStepsThatDoNotAscendAndRatesThatAreNone() {
    assertThatThrownBy(() -> TauClock.exact(step -> 1.0, new long[] {5, 5}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 5 at position 1");
    assertThatThrownBy(() -> TauClock.logged(new long[] {1}, new double[] {Double.NaN}, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a learning rate must be finite");
    assertThatThrownBy(() -> TauClock.logged(new long[] {1}, new double[0], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("every step needs its rate");
  }
}
