package org.gradienttransport.udfs.robustness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.gradienttransport.schemas.vocabulary.ProbeFactor;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.junit.jupiter.api.Test;

/** Choice of steps, paired changes and variance shares (METHOD-ROBUSTNESS section 2). */
class RobustnessStatisticsTest {

  @Test
  void thereAreFifteenVariationsEachOfOneFactor() {
    List<ProbeVariation> all = ProbeVariation.defaults();

    assertThat(all).hasSize(15).isSorted().doesNotHaveDuplicates();
    assertThat(all.stream().map(ProbeVariation::label))
        .containsExactly(
            "graph_seed=43",
            "graph_seed=44",
            "graph_seed=45",
            "graph_seed=46",
            "graph_seed=47",
            "graph_seed=48",
            "graph_seed=49",
            "attachment=1",
            "attachment=3",
            "attachment=4",
            "graph=torus",
            "alpha=0.2",
            "alpha=0.4",
            "quantile=0.85",
            "quantile=0.95");
    assertThat(all).noneMatch(ProbeVariation::isBaseline);
    assertThat(all.stream().map(one -> one.parameters().canonical())).doesNotHaveDuplicates();
    assertThat(ProbeVariation.alpha(0.4).parameters())
        .isEqualTo(ProbeParameters.PAPER.withAlpha(0.4));
    assertThat(ProbeVariation.BASELINE.factor()).isEqualTo(ProbeFactor.BASELINE);
  }

  @Test
  void eightStepsAreSpreadEvenlyByRankWithBothEnds() {
    List<Long> window = LongStream.rangeClosed(0, 104).mapToObj(i -> 160 + 8 * i).toList();

    assertThat(EvenRanks.choose(window, 8))
        .containsExactly(160L, 280L, 400L, 520L, 632L, 752L, 872L, 992L);
    assertThat(EvenRanks.choose(window.subList(0, 8), 8)).isEqualTo(window.subList(0, 8));
    assertThat(EvenRanks.choose(window.subList(0, 5), 8)).isEqualTo(window.subList(0, 5));
    assertThat(EvenRanks.choose(window.subList(0, 9), 8)).hasSize(8).doesNotHaveDuplicates();
    assertThat(EvenRanks.choose(List.of(1L, 2L, 3L), 1)).containsExactly(2L);
    assertThat(EvenRanks.choose(List.of(), 8)).isEmpty();
  }

  @Test
  void aChangeCommonToAllStepsHasAnIntervalOfNoWidth() {
    double[] baseline = new Random(7).doubles(8).toArray();
    double[] shifted = baseline.clone();
    for (int t = 0; t < 8; t++) {
      shifted[t] += 0.25;
    }

    PairedChange change = PairedChange.of("a/b", shifted, baseline);

    assertThat(change.change()).isEqualTo(0.25, within(1e-15));
    assertThat(change.interval().low()).isEqualTo(0.25, within(1e-12));
    assertThat(change.interval().high()).isEqualTo(0.25, within(1e-12));
    assertThat(change.signKept()).isTrue();
  }

  @Test
  void aChangeOfFewStepsHasNoIntervalAndOneOfNoneIsRefused() {
    PairedChange one = PairedChange.of("a", new double[] {-1}, new double[] {2});

    assertThat(one.change()).isEqualTo(-3);
    assertThat(one.interval()).isNull();
    assertThat(one.signKept()).isFalse();
    assertThatThrownBy(() -> PairedChange.of("a", new double[0], new double[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PairedChange.of("a", new double[2], new double[3]))
        .hasMessageContaining("2 and 3");
  }

  @Test
  void varianceComponentsOfAKnownLayoutComeBack() {
    // Rows 0, 3, 6 and columns 0, 2: without rest, mean squares are 2 * 9 and 3 * 2.
    TwoWayLayout layout = TwoWayLayout.of(new double[][] {{0, 2}, {3, 5}, {6, 8}});

    assertThat(layout.rowMeanSquare()).isEqualTo(18, within(1e-12));
    assertThat(layout.columnMeanSquare()).isEqualTo(6, within(1e-12));
    assertThat(layout.residualMeanSquare()).isEqualTo(0, within(1e-12));
    assertThat(layout.rowVariance()).isEqualTo(9, within(1e-12));
    assertThat(layout.columnVariance()).isEqualTo(2, within(1e-12));
  }

  @Test
  void anEstimateMayBeNegativeAndVariancesAreRightOnAverage() {
    TwoWayLayout crossed = TwoWayLayout.of(new double[][] {{0, 1}, {1, 0}});
    assertThat(crossed.rowVariance()).isNegative();

    Random random = new Random(3);
    double rows = 0;
    double columns = 0;
    double rest = 0;
    int trials = 2_000;
    for (int trial = 0; trial < trials; trial++) {
      double[][] y = new double[8][8];
      double[] column = random.doubles(8).toArray();
      for (int i = 0; i < 8; i++) {
        double row = 2 * random.nextGaussian();
        for (int j = 0; j < 8; j++) {
          y[i][j] = row + column[j] + 0.5 * random.nextGaussian();
        }
      }
      TwoWayLayout layout = TwoWayLayout.of(y);
      rows += layout.rowVariance() / trials;
      columns += layout.columnVariance() / trials;
      rest += layout.residualMeanSquare() / trials;
    }
    assertThat(rows).isEqualTo(4, within(0.2));
    assertThat(columns).isEqualTo(1.0 / 12, within(0.005));
    assertThat(rest).isEqualTo(0.25, within(0.005));
  }

  @Test
  void aLayoutThatIsNoneIsRefused() {
    assertThatThrownBy(() -> TwoWayLayout.of(new double[][] {{1, 2}}))
        .hasMessageContaining("1 and 2");
    assertThatThrownBy(() -> TwoWayLayout.of(new double[][] {{1, 2}, {1}}))
        .hasMessageContaining("row 1 has 1 values");
  }
}
