package org.gradienttransport.udfs.scaling.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.udfs.scaling.KnownSweeps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeScalingTest {
  private static final double[] TIMES = KnownSweeps.logSpaced(10.0, 1e5, 41);

  @Test
  void recoversAnExactLaw() {
    TimeScaling fitted = TimeScaling.of(TIMES, law(TIMES, 3.0, 1.0 / 3.0, 2.0));

    assertThat(fitted.status()).isEqualTo(LawStatus.OK);
    assertThat(fitted.points()).isEqualTo(41);
    TimeLaw law = fitted.law().orElseThrow();
    assertThat(law.c()).isCloseTo(3.0, within(1e-9));
    assertThat(law.floor().orElseThrow()).isCloseTo(2.0, within(1e-9));
    assertThat(law.gamma()).isCloseTo(1.0 / 3.0, within(1e-9));
    assertThat(law.interval().high() - law.interval().low()).isLessThan(1e-9);
  }

  @Test
  void binsManyRowsAndBearsTheBiasOfBinning() {
    double[] times = IntStream.rangeClosed(1, 10_000).mapToDouble(i -> 10.0 * i).toArray();

    TimeScaling fitted = TimeScaling.of(times, law(times, 3.0, 1.0 / 3.0, 2.0));

    assertThat(fitted.rows()).isEqualTo(10_000);
    assertThat(fitted.points()).isEqualTo(29);
    assertThat(fitted.law().orElseThrow().gamma()).isCloseTo(0.3331505, within(5e-8));
    assertThat(fitted.law().orElseThrow().floor().orElseThrow()).isCloseTo(1.9998886, within(5e-8));
  }

  @Test
  void givesTheSameBitsInEveryOrderOfTheRows() {
    double[] loss = noisy(law(TIMES, 3.0, 0.4, 2.0));
    int[] order = IntStream.range(0, 41).map(i -> (i * 17 + 5) % 41).toArray();

    TimeScaling shuffled =
        TimeScaling.of(
            Arrays.stream(order).mapToDouble(i -> TIMES[i]).toArray(),
            Arrays.stream(order).mapToDouble(i -> loss[i]).toArray());

    assertThat(shuffled).isEqualTo(TimeScaling.of(TIMES, loss));
  }

  @Test
  void isNotMovedByTheUnitOfTime() {
    double[] loss = noisy(law(TIMES, 3.0, 0.4, 2.0));
    double[] scaled = Arrays.stream(TIMES).map(t -> 3e-4 * t).toArray();

    TimeLaw one = TimeScaling.of(TIMES, loss).law().orElseThrow();
    TimeLaw other = TimeScaling.of(scaled, loss).law().orElseThrow();

    assertThat(other.gamma()).isCloseTo(one.gamma(), within(1e-9));
    assertThat(other.interval().low()).isCloseTo(one.interval().low(), within(1e-8));
    assertThat(other.at(3e-4 * 500.0)).isCloseTo(one.at(500.0), within(1e-9));
  }

  @Test
  void endsItsIntervalWhereTheSumOfSquaresHasRisenEnough() {
    double[] loss = noisy(law(TIMES, 3.0, 0.4, 2.0));
    TimeScaling fitted = TimeScaling.of(TIMES, loss);
    TimeLaw law = fitted.law().orElseThrow();
    FloorSearch search = new FloorSearch(TimePoints.of(TIMES, loss));

    for (double bound : new double[] {law.interval().low(), law.interval().high()}) {
      double rise = StrictMath.log(search.at(bound).squares() / law.squares());
      assertThat(fitted.points() * rise).isCloseTo(3.8415, within(1e-5));
    }
    assertThat(law.interval().contains(law.gamma())).isTrue();
    assertThat(law.squaresAtOneThird()).isGreaterThan(law.squares());
  }

  @Test
  void saysThatAPlainPowerHasNoFloor() {
    double[] loss = law(TIMES, 3.0, 0.3, 0.0);

    TimeScaling fitted = TimeScaling.of(TIMES, loss);

    assertThat(fitted.status()).isEqualTo(LawStatus.NO_FLOOR);
    assertThat(fitted.message()).contains("No floor is identified");
    assertThat(fitted.plainSlope().orElseThrow()).isCloseTo(0.3, within(1e-12));
    TimeLaw law = fitted.law().orElseThrow();
    assertThat(law.floor()).isEmpty();
    assertThat(law.gamma()).isCloseTo(0.3, within(1e-7));
  }

  @Test
  void saysThatALossAboveAPlainPowerHasNoFloor() {
    double[] steepening =
        Arrays.stream(TIMES).map(t -> 3.0 * StrictMath.exp(-2e-5 * t) / Math.cbrt(t)).toArray();

    TimeScaling fitted = TimeScaling.of(TIMES, steepening);

    assertThat(fitted.status()).isEqualTo(LawStatus.NO_FLOOR);
    assertThat(fitted.law().orElseThrow().gamma())
        .isCloseTo(fitted.plainSlope().orElseThrow(), within(1e-9));
  }

  @Test
  void refusesAFloorAtTheLeastLoss() {
    double[] dipping = law(TIMES, 3.0, 0.3, 2.0);
    dipping[40] = dipping[10];
    double[] step = new double[41];
    Arrays.fill(step, 2.0);
    step[0] = 5.0;
    step[1] = 2.5;

    TimeScaling fitted = TimeScaling.of(TIMES, step);

    assertThat(fitted.status()).isEqualTo(LawStatus.EDGE);
    assertThat(fitted.law()).isEmpty();
    assertThat(TimeScaling.of(TIMES, dipping).rows()).isEqualTo(41);
  }

  @Test
  void refusesALossThatRises() {
    double[] rising = Arrays.stream(TIMES).map(t -> 2.0 + 1e-5 * t).toArray();

    TimeScaling fitted = TimeScaling.of(TIMES, rising);

    assertThat(fitted.status()).isEqualTo(LawStatus.EDGE);
    assertThat(fitted.law()).isEmpty();
    assertThat(fitted.plainSlope().orElseThrow()).isNegative();
  }

  @Test
  void refusesAConstantLoss() {
    double[] constant = new double[41];
    Arrays.fill(constant, 2.5);

    TimeScaling fitted = TimeScaling.of(TIMES, constant);

    assertThat(fitted.status()).isEqualTo(LawStatus.REFUSED);
    assertThat(fitted.message()).isEqualTo("The loss is the same at all times.");
    assertThat(fitted.law()).isEmpty();
  }

  @Test
  void refusesFewerTimesThanItHasParametersAndOne() {
    TimeScaling three =
        TimeScaling.of(new double[] {1, 2, 3, 3}, new double[] {5.0, 4.0, 3.5, 3.6});
    assertThat(three.status()).isEqualTo(LawStatus.TOO_FEW);
    assertThat(three.plainSlope()).isPresent();
    assertThat(TimeScaling.of(new double[0], new double[0]).status()).isEqualTo(LawStatus.TOO_FEW);
    double[] same = new double[70];
    Arrays.fill(same, 9.0);
    assertThat(TimeScaling.of(same, law(KnownSweeps.logSpaced(1, 2, 70), 1, 1, 1)).status())
        .isEqualTo(LawStatus.TOO_FEW);
  }

  @Test
  void warnsOfFewPoints() {
    double[] few = {10, 100, 1000, 10_000};

    assertThat(TimeScaling.of(few, law(few, 3.0, 0.5, 2.0)).message())
        .isEqualTo("Only 4 points for three parameters.");
  }

  @ParameterizedTest
  @CsvSource({"0, 3", "NaN, 3", "5, 0", "5, -1", "5, Infinity"})
  void refusesNumbersWithoutLogarithms(double time, double loss) {
    assertThatThrownBy(() -> TimeScaling.of(new double[] {1, time}, new double[] {4.0, loss}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("of row 1 must be positive and finite");
  }

  @Test
  void refusesLossesWithoutTheirTimes() {
    assertThatThrownBy(() -> TimeScaling.of(new double[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 3 losses and 2 times");
  }

  private static double[] law(double[] times, double c, double gamma, double floor) {
    return Arrays.stream(times).map(t -> c * StrictMath.pow(t, -gamma) + floor).toArray();
  }

  private static double[] noisy(double[] loss) {
    return IntStream.range(0, loss.length)
        .mapToDouble(i -> loss[i] * (1.0 + 0.004 * StrictMath.sin(7.0 * i * i)))
        .toArray();
  }
}
