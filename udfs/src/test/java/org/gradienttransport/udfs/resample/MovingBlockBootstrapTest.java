package org.gradienttransport.udfs.resample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MovingBlockBootstrapTest {
  private static final double[] SERIES = SyntheticSeries.of("series").autoregressive(56, 0.5);

  @Test
  void drawsTheSameForTheSameIdentifier() {
    Interval one = MovingBlockBootstrap.of("a").ofMean(SERIES);

    assertThat(MovingBlockBootstrap.of("a").ofMean(SERIES)).isEqualTo(one);
    assertThat(MovingBlockBootstrap.of("b").ofMean(SERIES)).isNotEqualTo(one);
  }

  @Test
  void seedsAreTheHashOfTheIdentifier() {
    // SHA-256 of nothing begins e3b0c442 98fc1c14.
    assertThat(Identifiers.seed("")).hasSize(8).startsWith(0xe3b0c442, 0x98fc1c14);
  }

  @Test
  void aConstantSeriesHasAnIntervalOfNoWidth() {
    double[] flat = {2, 2, 2, 2, 2, 2, 2, 2};

    assertThat(MovingBlockBootstrap.of("a").ofMean(flat)).isEqualTo(new Interval(2, 2));
  }

  @Test
  void blocksGrowWithMemoryAndLeaveFourOfThem() {
    SyntheticSeries random = SyntheticSeries.of("blocks");

    assertThat(MovingBlockBootstrap.blockLength(new double[100])).isEqualTo(1);
    assertThat(MovingBlockBootstrap.blockLength(random.autoregressive(400, 0.5))).isBetween(8, 14);
    assertThat(MovingBlockBootstrap.blockLength(random.autoregressive(400, 0.9))).isBetween(25, 60);
    assertThat(MovingBlockBootstrap.blockLength(random.autoregressive(20, 0.99))).isEqualTo(5);
  }

  @Test
  void drawsBlocksOfNeighbours() {
    int block = MovingBlockBootstrap.blockLength(SERIES);
    MovingBlockBootstrap.of("a", 100)
        .of(
            SERIES,
            positions -> {
              for (int i = 0; i < positions.length; i++) {
                assertThat(positions[i]).isBetween(0, 55);
                if (i % block != 0) {
                  assertThat(positions[i]).isEqualTo(positions[i - 1] + 1);
                }
              }
              return 0.0;
            });
  }

  @Test
  void saysNothingOfTooFewStepsOrOfAStatisticThatIsHardlyDefined() {
    assertThat(MovingBlockBootstrap.of("a").ofMean(new double[7])).isNull();
    assertThat(MovingBlockBootstrap.of("a").of(SERIES, positions -> Double.NaN)).isNull();
    assertThatThrownBy(() -> MovingBlockBootstrap.of("a", 99))
        .hasMessage("a 95 % interval needs 100 resamples, got 99");
    assertThatThrownBy(() -> new Interval(2, 1)).hasMessageContaining("low <= high");
  }

  @Test
  void effectiveSizeIsThatOfTheMemory() {
    double[] x = SyntheticSeries.of("long").autoregressive(100_000, 0.5);

    assertThat(Autocorrelation.lagOne(x)).isCloseTo(0.5, within(0.01));
    assertThat(Autocorrelation.effectivePairs(x, x)).isCloseTo(60_000, within(1_000.0));
    assertThat(Autocorrelation.lagOne(new double[] {1, 2})).isZero();
  }

  @Test
  void studentsIntervalIsTheTextbooks() {
    // Mean 5, sd sqrt(2.5), t(4) = 2.776445.
    Interval interval = TInterval.ofMean(new double[] {3, 4, 5, 6, 7});

    assertThat(interval.low()).isCloseTo(5 - 2.776445105 * Math.sqrt(0.5), within(1e-8));
    assertThat(interval.high()).isCloseTo(5 + 2.776445105 * Math.sqrt(0.5), within(1e-8));
    assertThat(TInterval.ofMean(new double[] {3})).isNull();
  }
}
