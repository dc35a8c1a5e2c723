package org.gradienttransport.udfs.scaling.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.gradienttransport.schemas.vocabulary.FitStatus;
import org.gradienttransport.udfs.SharedData;
import org.gradienttransport.udfs.scaling.CsvTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LossExponentTest {
  private static final double[] PYTHIA_MINI = {6096, 9664, 26328, 44320, 86640};

  @ParameterizedTest
  @CsvSource({"600, .0582777501, -.1203916596", "1200, .0730937707, -.1430811435"})
  void reachesTheExponentsOfPythiaMini(int step, double alphaN, double betaPpl) {
    double[] loss = new double[PYTHIA_MINI.length];
    String[] scales = {"6k", "10k", "26k", "44k", "87k"};
    for (int i = 0; i < loss.length; i++) {
      loss[i] = heldOut("pythia-mini/pythia-mini-" + scales[i] + "/heldout_loss.csv", step);
    }

    assertExponents(PYTHIA_MINI, loss, alphaN, betaPpl);
  }

  @ParameterizedTest
  @CsvSource({"400, .0604616876, -.1291130131", "800, .0824308669, -.1639489551"})
  void reachesTheExponentsOfPicoMini(int step, double alphaN, double betaPpl) throws IOException {
    int[] widths = {12, 18, 24, 36};
    double[] params = new double[widths.length];
    double[] loss = new double[widths.length];
    for (int i = 0; i < widths.length; i++) {
      params[i] = 64.0 * widths[i] * widths[i];
      String file = "pico-mini/pico-mini-d" + widths[i] + "/eval_results/step_" + step + ".json";
      loss[i] =
          StrictMath.log(
              new ObjectMapper()
                  .readTree(SharedData.path(file).toFile())
                  .get("kjv_heldout")
                  .doubleValue());
    }

    assertExponents(params, loss, alphaN, betaPpl);
  }

  @Test
  void givesTheSameBitsInEveryOrderOfTheScales() {
    double[] loss = {3.1, 2.9, 2.6, 2.5, 2.3};
    double[] reversedN = {86640, 44320, 26328, 9664, 6096};
    double[] reversedLoss = {2.3, 2.5, 2.6, 2.9, 3.1};

    assertThat(LossExponent.of(reversedN, reversedLoss, 0))
        .isEqualTo(LossExponent.of(PYTHIA_MINI, loss, 0));
  }

  @Test
  void needsThreeScalesOrAllOfAStrictGrid() {
    double[] two = {1e6, 2e6};
    assertThat(LossExponent.of(two, new double[] {3.0, 2.9}, 0).status())
        .isEqualTo(FitStatus.TOO_FEW_SCALES);
    double[] four = {1e6, 2e6, 4e6, 8e6};
    double[] loss = {3.0, 2.9, 2.8, 2.7};
    LossExponent strict = LossExponent.of(four, loss, 5);
    assertThat(strict.status()).isEqualTo(FitStatus.INCOMPLETE_GRID);
    assertThat(strict.slopes()).isEmpty();
    assertThat(LossExponent.of(four, loss, 4).status()).isEqualTo(FitStatus.OK);
  }

  @Test
  void refusesEqualSizes() {
    double[] equal = {1e6, 1e6, 1e6};

    assertThat(LossExponent.of(equal, new double[] {3.0, 2.9, 2.8}, 0).status())
        .isEqualTo(FitStatus.NO_SPREAD);
  }

  @Test
  void hasNoR2WhereAllLossesAreEqual() {
    double[] sizes = {1e6, 2e6, 4e6};

    LossExponent.Slopes slopes =
        LossExponent.of(sizes, new double[] {3.0, 3.0, 3.0}, 0).slopes().orElseThrow();

    assertThat(slopes.alphaN()).isEqualTo(0.0);
    assertThat(slopes.betaPpl()).isEqualTo(0.0);
    assertThat(slopes.r2()).isEmpty();
  }

  @Test
  void refusesALossWithoutALogarithm() {
    double[] sizes = {1e6, 2e6, 4e6};

    assertThatThrownBy(() -> LossExponent.of(sizes, new double[] {3.0, 0.0, 3.0}, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("y[1] must be positive");
  }

  private static void assertExponents(
      double[] params, double[] loss, double alphaN, double betaPpl) {
    LossExponent exponent = LossExponent.of(params, loss, params.length);

    assertThat(exponent.status()).isEqualTo(FitStatus.OK);
    assertThat(exponent.scales()).isEqualTo(params.length);
    LossExponent.Slopes slopes = exponent.slopes().orElseThrow();
    assertThat(slopes.alphaN()).isCloseTo(alphaN, within(1e-10));
    assertThat(slopes.betaPpl()).isCloseTo(betaPpl, within(1e-10));
    assertThat(slopes.r2().orElseThrow()).isBetween(0.5, 1.0);
    assertThat(slopes.stdError()).isPositive();
  }

  private static double heldOut(String file, int step) {
    return CsvTable.read(SharedData.path(file))
        .where(row -> row.number("step") == step)
        .rows()
        .get(0)
        .number("loss");
  }
}
