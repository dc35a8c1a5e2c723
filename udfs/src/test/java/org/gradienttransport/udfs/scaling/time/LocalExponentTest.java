package org.gradienttransport.udfs.scaling.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.gradienttransport.udfs.scaling.KnownSweeps;
import org.junit.jupiter.api.Test;

class LocalExponentTest {
  @Test
  void isTheExponentOfAPowerEverywhere() {
    double[] times = KnownSweeps.logSpaced(10.0, 1e4, 20);
    double[] loss = Arrays.stream(times).map(t -> 3.0 * StrictMath.pow(t, -0.4) + 2.0).toArray();

    List<LocalExponent> local = LocalExponent.of(times, loss, 2.0);

    assertThat(local).hasSize(18);
    assertThat(local).allSatisfy(at -> assertThat(at.gamma()).isCloseTo(0.4, within(1e-12)));
    assertThat(local).extracting(LocalExponent::row).startsWith(1, 2, 3).endsWith(18);
    assertThat(local.get(0).x()).isCloseTo(times[1], within(1e-12));
  }

  @Test
  void namesTheRowNearestToTheMeanOfItsBin() {
    double[] times = IntStream.rangeClosed(1, 2_000).asDoubleStream().toArray();
    double[] loss = Arrays.stream(times).map(t -> 1.0 / Math.sqrt(t)).toArray();

    for (LocalExponent local : LocalExponent.of(times, loss, 0.0)) {
      assertThat(times[local.row()] / local.x()).isCloseTo(1.0, within(0.2));
      assertThat(local.gamma()).isCloseTo(0.5, within(0.01));
    }
  }

  @Test
  void hasNoneBesidePointsBelowTheFloor() {
    double[] times = {1, 10, 100, 1_000, 10_000};
    double[] loss = {4.0, 3.0, 1.9, 2.5, 2.2};

    assertThat(LocalExponent.of(times, loss, 2.0))
        .extracting(LocalExponent::row)
        .containsExactly(2);
  }

  @Test
  void followsTheMechanismOfAnAlignedStudent() {
    assertThat(AlignedStudent.loss(1.0)).isCloseTo(0.386294361, within(5e-10));
    assertThat(AlignedStudent.loss(10.0)).isCloseTo(0.074090051, within(5e-10));
    assertThat(AlignedStudent.loss(100.0)).isCloseTo(0.008135453, within(5e-10));
    // METHOD-SCALING's values are those at the points of a grid nearest to the decades.
    double[] decades = {1, 10, 100, 1e3, 1e4, 1e5, 1e6};
    double[] times = Arrays.stream(decades).map(AlignedStudent::onGrid).toArray();

    double[] loss = AlignedStudent.lossAt(times);

    double[] expected = {
      .51064558, .27895214, .13122498, .06094913, .02821207, .01310510, .00608797
    };
    double[] perDecade = {.2626, .3275, .3330, .3345, .3330, .3330};
    for (int i = 0; i < times.length; i++) {
      assertThat(loss[i]).isCloseTo(expected[i], within(6e-9));
    }
    for (int i = 0; i + 1 < times.length; i++) {
      assertThat(StrictMath.log10(loss[i] / loss[i + 1])).isCloseTo(perDecade[i], within(6e-5));
    }
  }

  @Test
  void reachesOneThirdInAnAlignedStudent() {
    double[] times = KnownSweeps.logSpaced(1e3, 1e6, 13);

    List<LocalExponent> local = LocalExponent.of(times, AlignedStudent.lossAt(times), 0.0);

    assertThat(local)
        .hasSize(11)
        .allSatisfy(at -> assertThat(at.gamma()).isCloseTo(1.0 / 3.0, within(1e-3)));
  }
}
