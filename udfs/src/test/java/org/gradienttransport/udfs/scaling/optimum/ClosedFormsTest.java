package org.gradienttransport.udfs.scaling.optimum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.gradienttransport.udfs.scaling.accounting.Compute;
import org.junit.jupiter.api.Test;

class ClosedFormsTest {
  /**
   * Approach 3 from the source of Hoffmann et al. 2022, without rounding (Besiroglu et al. 2024).
   */
  private static final ChinchillaOptimum UNROUNDED =
      ChinchillaOptimum.ofLogs(6.0073404, 6.0179186, 0.5267228, 0.33917084, 0.2849083);

  private static final KaplanFrontier KAPLAN = Published.KAPLAN_NS;

  @Test
  void hasTheLossOfHoffmannEtAlsPrintedLaw() {
    assertThat(Published.HOFFMANN_PRINTED.loss(1e9, 2e10)).isCloseTo(2.5800478722, within(5e-11));
  }

  @Test
  void answersGophersBudgetByEachPublishedLaw() {
    assertOptimum(Published.HOFFMANN_PRINTED, 3.218986e10, 92.647);
    assertOptimum(UNROUNDED, 4.036094e10, 58.932);
    assertOptimum(Published.BESIROGLU, 7.224870e10, 18.391);
  }

  @Test
  void spendsTheWholeBudgetAtTheLeastLoss() {
    ComputeOptimum best = Published.HOFFMANN_PRINTED.at(1e21);

    assertThat(Compute.sixNd(best.params(), best.tokens()) / 1e21).isCloseTo(1.0, within(1e-13));
    for (double factor : new double[] {0.9, 0.99, 1.01, 1.1}) {
      double params = factor * best.params();
      assertThat(Published.HOFFMANN_PRINTED.loss(params, Compute.tokens(1e21, params)))
          .isGreaterThan(best.loss());
    }
  }

  @Test
  void letsTheReducibleLossFallWithItsExponent() {
    ChinchillaOptimum law = Published.HOFFMANN_PRINTED;
    double ratio = (law.at(1e22).loss() - law.floor()) / (law.at(1e21).loss() - law.floor());

    assertThat(-StrictMath.log10(ratio)).isCloseTo(law.lossExponent(), within(1e-12));
  }

  @Test
  void refusesLawsWithoutAnOptimum() {
    assertThatThrownBy(() -> new ChinchillaOptimum(400, 400, 1.7, -0.3, 0.3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("alpha must be positive");
    assertThatThrownBy(() -> new ChinchillaOptimum(400, 400, Double.NaN, 0.3, 0.3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("E must be finite");
    assertThatThrownBy(() -> new CriticalBatch(2e8, 0.0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be positive, got 2.0E8, 0.0");
    assertThatThrownBy(() -> new KaplanFrontier(1e13, Double.NaN, 0.07, 0.7, KAPLAN.batch()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be positive");
  }

  @Test
  void hasTheExponentsOfKaplanEtAlsFrontier() {
    assertThat(KAPLAN.lossExponent()).isCloseTo(0.052452943, within(5e-10));
    assertThat(KAPLAN.paramsExponent()).isCloseTo(0.681207, within(5e-7));
    assertThat(KAPLAN.batchExponent()).isCloseTo(0.249776, within(5e-7));
    assertThat(KAPLAN.stepsExponent()).isCloseTo(0.069017, within(5e-7));
    assertThat(KAPLAN.paramsExponent() + KAPLAN.tokensExponent()).isCloseTo(1.0, within(1e-12));
    assertThat(KAPLAN.criticalFlops()).isCloseTo(1.390849e28, within(5e21));
    assertThat(KAPLAN.criticalFlops() / Compute.PF_DAY).isCloseTo(1.609779e8, within(50.0));
  }

  @Test
  void answersOnePetaflopDayOnKaplanEtAlsFrontier() {
    KaplanOptimum best = KAPLAN.at(Compute.PF_DAY);

    assertThat(best.loss()).isCloseTo(2.694443, within(5e-7));
    assertThat(best.params()).isCloseTo(5.844082e8, within(50.0));
    assertThat(best.steps()).isCloseTo(13160.713, within(5e-4));
    assertThat(best.batchTokens()).isCloseTo(1872262.5, within(0.05));
    assertThat(Compute.sixNd(best.params(), best.tokens()) / Compute.PF_DAY)
        .isCloseTo(1.0, within(1e-12));
  }

  @Test
  void liesOnTheLawThatItOptimises() {
    KaplanOptimum best = KAPLAN.at(Compute.PF_DAY);
    double size = StrictMath.pow(KAPLAN.criticalParams() / best.params(), KAPLAN.alphaN());
    double steps = StrictMath.pow(KAPLAN.criticalSteps() / best.steps(), KAPLAN.alphaS());

    assertThat(size + steps).isCloseTo(best.loss(), within(1e-12));
  }

  @Test
  void tradesStepsForComputeAtTheCriticalBatch() {
    CriticalBatch batch = KAPLAN.batch();

    assertThat(batch.at(3.0)).isCloseTo(1122569.71, within(5e-3));
    double leastSteps = batch.leastSteps(3.0, 524_288, 1e5);
    assertThat(leastSteps).isCloseTo(31835.6587, within(5e-5));
    double flops = Compute.sixNd(1e8, 524_288 * 1e5);
    double leastFlops = batch.leastCompute(3.0, 524_288, flops);
    assertThat(leastFlops / 1e19).isCloseTo(2.14426477, within(5e-9));
    assertThat((1e5 / leastSteps - 1.0) * (flops / leastFlops - 1.0)).isCloseTo(1.0, within(1e-12));
  }

  @Test
  void hasTheLossesOfKaplanEtAlsLawsInOneVariable() {
    assertThat(Published.KAPLAN_PARAMS.loss(1e9)).isCloseTo(2.3756403, within(5e-8));
    assertThat(Published.KAPLAN_TOKENS.loss(1e10)).isCloseTo(2.2624418, within(5e-8));
  }

  @Test
  void plansDecadesInsideTheDataItsLargestBudgetAndGophers() {
    List<Double> none = List.of();
    assertThat(PlannedBudgets.of(3e17, 2.5e20, none))
        .containsExactly(1e18, 1e19, 1e20, 2.5e20, 5.76e23);
    assertThat(PlannedBudgets.of(1e18, 1e20, none)).containsExactly(1e18, 1e19, 1e20, 5.76e23);
    assertThat(PlannedBudgets.of(2e18, 3e18, none)).containsExactly(3e18, 5.76e23);
    assertThat(PlannedBudgets.of(2e18, 3e18, List.of(1e22, 5.76e23)))
        .containsExactly(3e18, 1e22, 5.76e23);
  }

  @Test
  void marksBudgetsFarBeyondTheData() {
    assertThat(Published.BESIROGLU.at(5.76e23).isFar(1e22)).isTrue();
    assertThat(Published.BESIROGLU.at(1e22).isFar(1e21)).isFalse();
  }

  private static void assertOptimum(ChinchillaOptimum law, double params, double tokensPerParam) {
    ComputeOptimum best = law.at(Published.GOPHER_FLOPS);

    assertThat(best.params()).isCloseTo(params, within(5e3));
    assertThat(best.tokensPerParam()).isCloseTo(tokensPerParam, within(5e-4));
  }
}
