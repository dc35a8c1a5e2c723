package org.gradienttransport.udfs.scaling.optimum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.gradienttransport.udfs.scaling.CsvTable;
import org.gradienttransport.udfs.scaling.KnownSweeps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComputePowerTest {
  @ParameterizedTest
  @CsvSource({
    "base/long/kaplan/kaplan/train, .8353, 0",
    "base/long/kaplan/standard/val, .7065, 1",
    "base/short/kaplan/standard/val, .6020, 2",
    "base/short/chinchilla/standard/val, .5715, 3",
    "tuned/short/const/standard/val, .4969, 4"
  })
  void reachesPorianEtAlsLadderFromTheirOwnOptima(String accounting, double exponent, int rung) {
    CsvTable optima = KnownSweeps.porian("published_optimum.csv", accounting);

    ComputePower params =
        ComputePower.weighted(
            optima.numbers("flops"),
            optima.numbers("params_opt"),
            optima.numbers("ln_params_opt_sd"));

    assertThat(params.exponent()).isCloseTo(exponent, within(5e-5));
    assertThat(params.exponent())
        .isCloseTo(Published.PORIAN_LADDER.get(rung).params(), within(5.1e-4));
  }

  @Test
  void weighsEqualErrorsLikeOrdinaryLeastSquares() {
    double[] flops = {1e18, 1e19, 1e20, 1e21};
    double[] params = {3e8, 9e8, 3.1e9, 8e9};

    ComputePower weighted = ComputePower.weighted(flops, params, new double[] {0.2, 0.2, 0.2, 0.2});
    ComputePower ordinary = ComputePower.ofLogs(logs(flops), logs(params));

    assertThat(weighted.exponent()).isCloseTo(ordinary.exponent(), within(1e-13));
    assertThat(weighted.intercept()).isCloseTo(ordinary.intercept(), within(1e-11));
    assertThat(weighted.stdError()).isCloseTo(ordinary.stdError(), within(1e-13));
    assertThat(ordinary.at(1e20)).isBetween(2e9, 4e9);
  }

  @Test
  void refusesWhatMakesNoLine() {
    double[] two = {1e18, 1e19};
    assertThatThrownBy(() -> ComputePower.ofLogs(logs(two), logs(two)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs 3 budgets, got 2");
    double[] same = {1e18, 1e18, 1e18};
    assertThatThrownBy(() -> ComputePower.weighted(same, same, new double[] {1.0, 1.0, 1.0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two different budgets");
    double[] three = {1e18, 1e19, 1e20};
    assertThatThrownBy(() -> ComputePower.weighted(three, three, new double[] {1.0, 0.0, 1.0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("positive standard deviations");
  }

  private static double[] logs(double[] values) {
    return java.util.Arrays.stream(values).map(StrictMath::log).toArray();
  }
}
