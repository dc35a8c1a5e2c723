package org.gradienttransport.udfs.scaling.optimum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.udfs.scaling.KnownSweeps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvelopeTest {
  @Test
  void findsTheExponentOfAKnownLawAlmostExactly() {
    Envelope envelope = Envelope.of(ladder());

    assertThat(envelope.used()).isEqualTo(1_055);
    assertThat(envelope.winners()).isEqualTo(14);
    ComputeExponents exponents = envelope.exponents().orElseThrow();
    assertThat(exponents.params().exponent()).isCloseTo(0.44944135, within(5e-9));
    assertThat(exponents.tokens().exponent()).isCloseTo(1.0 - 0.44944135, within(5e-9));
    assertThat(Published.HOFFMANN_PRINTED.paramsExponent()).isCloseTo(0.45161290, within(5e-9));
  }

  @ParameterizedTest
  @CsvSource({"hot, .58947, 1300, 10", "hot_350b, .56171, 1470, 10", "cooldown, .63803, 1480, 10"})
  void reachesTheExponentsOfGemstones(String series, double exponent, int used, int winners) {
    Envelope envelope = Envelope.of(KnownSweeps.gemstones(series));

    assertThat(envelope.exponents().orElseThrow().params().exponent())
        .isCloseTo(exponent, within(5e-6));
    assertThat(envelope.used()).isEqualTo(used);
    assertThat(envelope.winners()).isEqualTo(winners);
  }

  @Test
  void doesNotDependOnTheOrderOfRows() {
    List<SweepRow> shuffled = new ArrayList<>(ladder());
    Collections.shuffle(shuffled, new Random(5));

    assertThat(Envelope.of(shuffled).exponents()).isEqualTo(Envelope.of(ladder()).exponents());
  }

  @Test
  void neverExtrapolatesACurve() {
    List<SweepRow> rows = new ArrayList<>();
    for (double params : new double[] {1e6, 2e6, 3e6, 4e6, 5e6}) {
      rows.addAll(curve("run-" + params, params, new double[] {10 * params, 20 * params}));
    }

    for (EnvelopePoint point : Envelope.of(rows).points()) {
      double tokens = point.flops() / (6.0 * point.params());
      assertThat(tokens / point.params()).isBetween(10.0 - 1e-6, 20.0 + 1e-6);
    }
  }

  @Test
  void leavesOutPointsThatTheSmallestOrLargestSizeWins() {
    for (EnvelopePoint point : Envelope.of(ladder()).points()) {
      assertThat(point.used()).isEqualTo(point.params() > 2.0001e7 && point.params() < 1.999e10);
    }
  }

  @Test
  void refusesSweepsWithFewerThanThreeWinners() {
    List<SweepRow> equalSizes = new ArrayList<>();
    for (int run = 0; run < 5; run++) {
      equalSizes.addAll(curve("run-" + run, 1e8, new double[] {1e8, 1e9, 1e10}));
    }

    Envelope envelope = Envelope.of(equalSizes);

    assertThat(envelope.status()).isEqualTo(LawStatus.TOO_FEW);
    assertThat(envelope.exponents()).isEmpty();
    assertThat(envelope.winners()).isZero();
    assertThat(envelope.message())
        .isEqualTo(
            "Only 0 runs between the smallest and the largest of 1 sizes are best at some budget;"
                + " an exponent needs 3.");
    assertThat(Envelope.of(List.of()).status()).isEqualTo(LawStatus.TOO_FEW);
    assertThat(Envelope.of(curve("alone", 1e8, new double[] {1e9})).status())
        .isEqualTo(LawStatus.TOO_FEW);
  }

  @ParameterizedTest
  @CsvSource({"1.0099, true", "1.0101, false"})
  void budgetsWithinOnePercentAreOne(double ratio, boolean one) {
    List<SweepRow> rows = new ArrayList<>();
    for (int run = 1; run <= 6; run++) {
      double tokens = 1e17 / (6e6 * run);
      rows.addAll(curve("run-" + run, 1e6 * run, new double[] {tokens, ratio * tokens}));
    }

    Envelope envelope = Envelope.of(rows);

    assertThat(envelope.points().isEmpty()).isEqualTo(one);
    assertThat(envelope.message().contains("one compute budget")).isEqualTo(one);
    assertThat(envelope.points().stream().map(EnvelopePoint::flops)).doesNotHaveDuplicates();
  }

  @Test
  void refusesAnEnvelopeThatOnlyTheOrderOfRowsWouldMake() {
    List<SweepRow> rows = new ArrayList<>();
    for (int run = 1; run <= 6; run++) {
      for (double tokens : new double[] {1e8, 1e9, 1e10}) {
        double rounding = 1 + 1e-12 * run;
        rows.add(KnownSweeps.sixNd("run-" + run, 1e6 * run, tokens * run, 3.0 * rounding));
      }
    }

    Envelope envelope = Envelope.of(rows);

    assertThat(envelope.status()).isEqualTo(LawStatus.REFUSED);
    assertThat(envelope.points()).isEmpty();
    assertThat(envelope.exponents()).isEmpty();
    assertThat(envelope.message())
        .isEqualTo("All losses are equal: no run is the best at any budget.");
  }

  @Test
  void refusesARunOfTwoSizes() {
    List<SweepRow> rows =
        List.of(
            KnownSweeps.sixNd("run-1", 1e8, 1e9, 3.0), KnownSweeps.sixNd("run-1", 2e8, 1e9, 3.0));

    assertThatThrownBy(() -> Envelope.of(rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("run run-1 has two sizes, 1.0E8 and 2.0E8");
  }

  private static List<SweepRow> ladder() {
    List<SweepRow> rows = new ArrayList<>();
    for (double params : KnownSweeps.logSpaced(2e7, 2e10, 16)) {
      double[] tokens = KnownSweeps.logSpaced(params, 640.0 * params, 60);
      rows.addAll(curve("run-" + params, params, tokens));
    }
    return rows;
  }

  private static List<SweepRow> curve(String run, double params, double[] tokens) {
    List<SweepRow> rows = new ArrayList<>();
    for (double d : tokens) {
      rows.add(KnownSweeps.sixNd(run, params, d, Published.HOFFMANN_PRINTED.loss(params, d)));
    }
    return rows;
  }
}
