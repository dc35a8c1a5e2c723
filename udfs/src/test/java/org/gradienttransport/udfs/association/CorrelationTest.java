package org.gradienttransport.udfs.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Expected numbers are SciPy 1.17's. */
class CorrelationTest {
  private static final double[] X = {1.0, 2.5, 2.5, 4.0, 3.0, 7.5, 8.0, 6.0};
  private static final double[] Y = {2.0, 1.0, 4.0, 4.0, 3.5, 9.0, 7.0, 8.5};
  private static final double[] ETA = {0.1, 0.4, 0.3, 0.9, 0.8, 0.7, 0.2, 0.6};

  @Test
  void pearsonComesWithTheTwoSidedTest() {
    Correlation pearson = Correlation.pearson(X, Y);

    assertThat(pearson.r()).isCloseTo(0.89073557329437, within(1e-13));
    assertThat(pearson.p()).isCloseTo(0.0029997830614697067, within(1e-12));
    assertThat(pearson.n()).isEqualTo(8);
  }

  @Test
  void spearmanSharesRanksAmongTies() {
    Correlation spearman = Correlation.spearman(X, Y);

    assertThat(spearman.r()).isCloseTo(0.825301204819277, within(1e-13));
    assertThat(spearman.p()).isCloseTo(0.011643925614169215, within(1e-12));
  }

  @Test
  void partialTakesTheLearningRateOffBothSides() {
    Correlation partial = Correlation.partialPearson(X, Y, ETA);

    assertThat(partial.r()).isCloseTo(0.8861504768689447, within(1e-12));
    assertThat(partial.p()).isCloseTo(0.0033813738464948634, within(1e-11));
  }

  @Test
  void differencesCorrelateChanges() {
    Correlation changes = Correlation.firstDifferences(X, Y);

    assertThat(changes.r()).isCloseTo(0.4605450107971294, within(1e-13));
    assertThat(changes.p()).isCloseTo(0.2983607844723286, within(1e-12));
    assertThat(changes.n()).isEqualTo(7);
  }

  @Test
  void perfectCorrelationIsCertain() {
    Correlation down = Correlation.pearson(new double[] {1, 2, 3}, new double[] {3, 2, 1});

    assertThat(down.r()).isEqualTo(-1.0);
    assertThat(down.p()).isZero();
  }

  @Test
  void isUndefinedBelowThreePairsAndWithoutVariation() {
    Correlation none = new Correlation(null, null, 2);
    double[] two = {1, 2};
    assertThat(Correlation.pearson(two, two)).isEqualTo(none);
    assertThat(Correlation.spearman(two, two)).isEqualTo(none);
    assertThat(Correlation.partialPearson(two, two, two)).isEqualTo(none);
    assertThat(Correlation.firstDifferences(new double[0], new double[0]).r()).isNull();

    double[] flat = {4, 4, 4, 4, 4, 4, 4, 4};
    assertThat(Correlation.pearson(X, flat)).isEqualTo(new Correlation(null, null, 8));
    assertThat(Correlation.spearman(flat, Y)).isEqualTo(new Correlation(null, null, 8));
    assertThat(Correlation.pearson(new double[] {0, 1e-200, 2e-200}, new double[] {1, 2, 3}).r())
        .isNull();
  }

  @Test
  void partialIsUndefinedForAConstantRateAndWhereTheRateExplainsAll() {
    double[] constant = {1, 1, 1, 1, 1, 1, 1, 1};
    double[] line = new double[8];
    for (int i = 0; i < 8; i++) {
      line[i] = 3.0 - 0.7 * ETA[i];
    }
    assertThat(Correlation.partialPearson(X, Y, constant).r()).isNull();
    assertThat(Correlation.partialPearson(line, Y, ETA).r()).isNull();
    assertThat(Correlation.partialPearson(X, line, ETA).p()).isNull();
  }

  @Test
  void refusesWhatAreNotPairs() {
    assertThatThrownBy(() -> Correlation.pearson(X, new double[] {1}))
        .hasMessage("a correlation needs pairs, got 8 and 1 values");
    assertThatThrownBy(
            () -> Correlation.pearson(new double[] {1, 2, 3}, new double[] {1, Double.NaN, 3}))
        .hasMessage("pair 1 must be finite, got 2.0 and NaN");
  }
}
