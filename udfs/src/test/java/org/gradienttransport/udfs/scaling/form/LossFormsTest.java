package org.gradienttransport.udfs.scaling.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawVariable;
import org.gradienttransport.udfs.scaling.LawSweeps;
import org.gradienttransport.udfs.scaling.LossRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LossFormsTest {
  private static final LossRows ROWS =
      LossRows.of(
          Map.of(
              LawVariable.PARAMS, new double[] {1e8, 1e8, 3e8, 1e9, 1e10},
              LawVariable.TOKENS, new double[] {3e9, 1e11, 2e10, 2e10, 1e10},
              LawVariable.STEPS, new double[] {1e3, 3e4, 1e4, 2e4, 1e5},
              LawVariable.FLOPS, new double[] {1.8e18, 6e19, 3.6e19, 1.2e20, 6e20},
              LawVariable.UNIQUE_TOKENS, new double[] {3e9, 1e10, 1e10, 5e9, 1e8}),
          new double[] {3.9, 3.2, 3.1, 2.6, 2.3});

  static Stream<Arguments> forms() {
    return Stream.of(
        Arguments.of(LossForms.of(LawForm.CHINCHILLA), new double[] {6, 6.1, 0.5, 0.34, 0.28}),
        Arguments.of(
            LossForms.of(LawForm.CHINCHILLA, LawVariable.STEPS),
            new double[] {6, 3, 0.5, 0.34, 0.28}),
        Arguments.of(LossForms.of(LawForm.CHINCHILLA_TIED), new double[] {5, 6, 0.6, 0.3}),
        Arguments.of(LossForms.of(LawForm.CHINCHILLA_NO_FLOOR), new double[] {3, 4, 0.1, 0.15}),
        Arguments.of(LossForms.of(LawForm.KAPLAN_ND), new double[] {31, 30, 0.076, 0.103}),
        Arguments.of(LossForms.of(LawForm.KAPLAN_NS), new double[] {31, 7.6, 0.077, 0.76}),
        Arguments.of(LossForms.of(LawForm.POWER, LawVariable.PARAMS), new double[] {32, 0.076}),
        Arguments.of(LossForms.of(LawForm.POWER, LawVariable.FLOPS), new double[] {60, 0.05}),
        Arguments.of(
            LossForms.of(LawForm.DATA_CONSTRAINED),
            new double[] {6.2, 7.3, 0.6, 0.35, 0.34, 2.7, 1.7}),
        Arguments.of(
            LossForms.of(LawForm.POWER_FLOOR, LawVariable.STEPS), new double[] {1, 0.33, 0.6}));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void gradientsAgreeWithCentralDifferences(LossForm form, double[] theta) {
    double[] weights = {1.0, -2.0, 0.5, 3.0, 1.5};
    double[] gradient = new double[theta.length];
    BoundForm bound = form.on(ROWS);
    bound.predict(theta, new double[ROWS.size()]);
    bound.backpropagate(weights, gradient);

    for (int k = 0; k < theta.length; k++) {
      double h = 1e-6 * Math.max(1, Math.abs(theta[k]));
      double difference =
          (weighted(form, moved(theta, k, h), weights)
                  - weighted(form, moved(theta, k, -h), weights))
              / (2 * h);
      assertThat(gradient[k])
          .as("%s by %s", form, form.parameters().get(k))
          .isCloseTo(difference, within(1e-7 * Math.max(1, Math.abs(difference))));
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void derivativesOfTheRowsAddUpToTheGradient(LossForm form, double[] theta) {
    double[] weights = {1.0, -2.0, 0.5, 3.0, 1.5};
    double[] gradient = new double[theta.length];
    double[] sum = new double[theta.length];
    double[] row = new double[theta.length];
    BoundForm bound = form.on(ROWS);
    bound.predict(theta, new double[ROWS.size()]);
    for (int i = 0; i < ROWS.size(); i++) {
      bound.differentiate(i, row);
      for (int k = 0; k < sum.length; k++) {
        sum[k] += weights[i] * row[k];
      }
    }
    bound.backpropagate(weights, gradient);

    for (int k = 0; k < sum.length; k++) {
      assertThat(sum[k]).isCloseTo(gradient[k], within(1e-11 * Math.max(1, Math.abs(sum[k]))));
    }
  }

  @Test
  void theLargestShareOfATermIsThatOfTheRowWhichShowsItMost() {
    LossForm chinchilla = LossForms.of(LawForm.CHINCHILLA);
    BoundForm bound = chinchilla.on(ROWS);
    bound.predict(new double[] {6, 6.1, 0.5, 0.34, 0.28}, new double[ROWS.size()]);

    // Row 1 has the fewest parameters beside the most tokens; tokens weigh most in the first or,
    // beside the most parameters, in the last row.
    double floor = StrictMath.exp(0.5);
    double ofSize = StrictMath.exp(6 - 0.34 * StrictMath.log(1e8));
    double ofTokens = StrictMath.exp(6.1 - 0.28 * StrictMath.log(1e11));
    assertThat(bound.largestShare(LawVariable.PARAMS))
        .isCloseTo(ofSize / (ofSize + ofTokens + floor), within(1e-12));
    double small = StrictMath.exp(6 - 0.34 * StrictMath.log(1e10));
    double few = StrictMath.exp(6.1 - 0.28 * StrictMath.log(1e10));
    double most = StrictMath.exp(6.1 - 0.28 * StrictMath.log(3e9));
    assertThat(bound.largestShare(LawVariable.TOKENS))
        .isCloseTo(
            Math.max(few / (few + small + floor), most / (most + ofSize + floor)), within(1e-12));
  }

  @Test
  void onlyTermSharesAreAskedOfFormsWithRepeatedTokens() {
    BoundForm bound = LossForms.of(LawForm.DATA_CONSTRAINED).on(ROWS);
    bound.predict(new double[] {6.2, -30, 0.6, 0.35, 0.34, 2.7, 1.7}, new double[ROWS.size()]);

    assertThat(bound.largestShare(LawVariable.TOKENS)).isLessThan(1e-6);
    assertThat(bound.largestShare(LawVariable.PARAMS)).isBetween(0.01, 1.0);
    assertThat(bound.largestShare(LawVariable.UNIQUE_TOKENS)).isEqualTo(1.0);
    BoundForm power = LossForms.of(LawForm.POWER, LawVariable.PARAMS).on(ROWS);
    power.predict(new double[] {32, 0.076}, new double[ROWS.size()]);
    assertThat(power.largestShare(LawVariable.PARAMS)).isEqualTo(1.0);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void productsAreThoseOfTheRowsDerivatives(LossForm form, double[] theta) {
    double[] weights = {1.0, 2.0, 0.5, 3.0, 1.5};
    double[] row = new double[theta.length];
    double[][] expected = new double[theta.length][theta.length];
    BoundForm bound = form.on(ROWS);
    bound.predict(theta, new double[ROWS.size()]);
    for (int i = 0; i < ROWS.size(); i++) {
      bound.differentiate(i, row);
      for (int j = 0; j < row.length; j++) {
        for (int k = 0; k < row.length; k++) {
          expected[j][k] += weights[i] * row[j] * row[k];
        }
      }
    }

    double[][] products = bound.products(weights);

    for (int j = 0; j < row.length; j++) {
      for (int k = 0; k < row.length; k++) {
        double scale = Math.sqrt(expected[j][j] * expected[k][k]);
        assertThat(products[j][k]).isCloseTo(expected[j][k], within(1e-9 * scale));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void coefficientsGiveTheParametersBack(LossForm form, double[] theta) {
    double[] back = form.theta(form.coefficients(theta));

    assertThat(back).containsExactly(theta, within(1e-13));
    assertThat(form.parameters()).hasSameSizeAs(theta);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void aMissingOrNegativeCoefficientIsNamed(LossForm form, double[] theta) {
    Map<String, Double> coefficients = new HashMap<>(form.coefficients(theta));
    String first = form.coefficients(theta).keySet().iterator().next();
    coefficients.put(first, -1.0);
    assertThatThrownBy(() -> form.theta(coefficients)).hasMessageContaining(first);
    coefficients.remove(first);
    assertThatThrownBy(() -> form.theta(coefficients)).hasMessageContaining(first);
  }

  @Test
  void lossesAreThoseOfThePapers() {
    assertThat(LawSweeps.printedChinchilla(1e9, 2e10)).isCloseTo(2.5800478722, within(1e-10));
    LossForm chinchilla = LossForms.of(LawForm.CHINCHILLA);
    double[] printed =
        chinchilla.theta(Map.of("A", 406.4, "B", 410.7, "E", 1.69, "alpha", 0.34, "beta", 0.28));
    assertThat(loss(chinchilla, printed)).isCloseTo(2.5800478722, within(1e-10));

    LossForm inParams = LossForms.of(LawForm.POWER, LawVariable.PARAMS);
    assertThat(loss(inParams, inParams.theta(Map.of("N_c", 8.8e13, "alpha_n", 0.076))))
        .isCloseTo(2.3756403, within(5e-8));
    LossForm kaplan = LossForms.of(LawForm.KAPLAN_ND);
    LossRows billions = LossRows.of(new double[] {1e9}, new double[] {1e10}, new double[] {1});
    double[] table2 =
        kaplan.theta(Map.of("N_c", 6.4e13, "D_c", 1.8e13, "alpha_n", 0.076, "alpha_d", 0.103));
    assertThat(StrictMath.exp(kaplan.predict(table2, billions)[0]))
        .isCloseTo(2.4196518, within(5e-8));
    LossForm inTokens = LossForms.of(LawForm.POWER, LawVariable.TOKENS);
    double[] data = inTokens.theta(Map.of("D_c", 5.4e13, "alpha_d", 0.095));
    assertThat(StrictMath.exp(inTokens.predict(data, billions)[0]))
        .isCloseTo(2.2624418, within(5e-8));
  }

  @Test
  void repeatedDataAreWorthWhatMuennighoffPublishes() {
    LossForm form = LossForms.of(LawForm.DATA_CONSTRAINED);
    double[] published = {
      6.255414,
      7.3049974,
      0.6254804,
      0.3526596,
      0.3526596,
      StrictMath.log(15.387756),
      StrictMath.log(5.309743)
    };
    LossRows rows =
        LossRows.of(
            Map.of(
                LawVariable.PARAMS, new double[] {6.34e9, 8.67e9},
                LawVariable.TOKENS, new double[] {242e9, 178e9},
                LawVariable.UNIQUE_TOKENS, new double[] {25e9, 25e9}),
            new double[] {2, 2});

    double[] lnLoss = form.predict(published, rows);

    assertThat(StrictMath.exp(lnLoss[0])).isCloseTo(2.22564409, within(5e-9));
    assertThat(StrictMath.exp(lnLoss[1])).isCloseTo(2.22696341, within(5e-9));
  }

  @Test
  void dataThatDoNotRepeatFollowChinchilla() {
    LossForm form = LossForms.of(LawForm.DATA_CONSTRAINED);
    LossForm chinchilla = LossForms.of(LawForm.CHINCHILLA);
    LossRows once =
        LossRows.of(
            Map.of(
                LawVariable.PARAMS, new double[] {1e8},
                LawVariable.TOKENS, new double[] {1e11},
                LawVariable.UNIQUE_TOKENS, new double[] {1e12}),
            new double[] {2});

    assertThat(form.predict(new double[] {6, 7, 0.6, 0.35, 0.35, 2.7, 1.7}, once)[0])
        .isCloseTo(
            chinchilla.predict(new double[] {6, 7, 0.6, 0.35, 0.35}, once)[0], within(1e-14));
  }

  @Test
  void startsAreTheLevelsOfTheMethod() {
    LossForm chinchilla = LossForms.of(LawForm.CHINCHILLA);

    assertThat(chinchilla.starts(ROWS, StartGrid.DEFAULT)).hasSize(243);
    assertThat(chinchilla.starts(ROWS, StartGrid.FULL)).hasSize(4500);
    assertThat(chinchilla.starts(ROWS, StartGrid.DEFAULT).get(0))
        .containsExactly(0.0, 0.0, -1.0, 0.0, 0.0);
    assertThat(chinchilla.starts(ROWS, StartGrid.DEFAULT).get(242))
        .containsExactly(20.0, 20.0, 1.0, 2.0, 2.0);
    assertThat(LossForms.of(LawForm.KAPLAN_NS).starts(ROWS, StartGrid.DEFAULT)).hasSize(81);
    assertThat(LossForms.of(LawForm.POWER, LawVariable.PARAMS).starts(ROWS, StartGrid.DEFAULT))
        .hasSize(16);
    assertThat(
            LossForms.of(LawForm.POWER_FLOOR, LawVariable.TOKENS).starts(ROWS, StartGrid.DEFAULT))
        .hasSize(35)
        .allMatch(start -> Arrays.stream(start).allMatch(Double::isFinite));
  }

  @Test
  void predictionsStayFiniteFarFromAnyLaw() {
    LossForm chinchilla = LossForms.of(LawForm.CHINCHILLA);

    double[] lnLoss = chinchilla.predict(new double[] {900, -900, -3000, 20, -20}, ROWS);

    assertThat(Arrays.stream(lnLoss).allMatch(Double::isFinite)).isTrue();
  }

  @Test
  void aFormInOneVariableMustNameItAndOthersHaveTheirOwn() {
    assertThatThrownBy(() -> LossForms.of(LawForm.POWER)).hasMessageContaining("variable");
    assertThatThrownBy(() -> LossForms.of(LawForm.KAPLAN_ND, LawVariable.STEPS))
        .hasMessageContaining("kaplan_nd");
    assertThatThrownBy(() -> LossForms.of(LawForm.CHINCHILLA, LawVariable.FLOPS))
        .hasMessageContaining("flops");
  }

  @Test
  void aFormSaysWhichColumnItMisses() {
    LossRows rows = LossRows.of(new double[] {1e9}, new double[] {1e10}, new double[] {2});

    assertThatThrownBy(() -> LossForms.of(LawForm.KAPLAN_NS).on(rows))
        .hasMessageContaining("steps");
  }

  private static double loss(LossForm form, double[] theta) {
    return StrictMath.exp(form.predict(theta, ROWS)[3]);
  }

  private static double weighted(LossForm form, double[] theta, double[] weights) {
    double[] lnLoss = form.predict(theta, ROWS);
    double sum = 0.0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * lnLoss[i];
    }
    return sum;
  }

  private static double[] moved(double[] theta, int k, double by) {
    double[] moved = theta.clone();
    moved[k] += by;
    return moved;
  }
}
