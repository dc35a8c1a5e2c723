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

class IsoFlopTest {
  private static final double[] SIZES = {1e6, 2e6, 4e6, 8e6, 16e6};

  @Test
  void findsTheVertexOfOneBudget() {
    IsoFlopProfile profile = profile(SIZES, 4.0, 3.6, 3.5, 3.55, 3.8);

    assertThat(profile.status()).isEqualTo(LawStatus.OK);
    Vertex vertex = profile.vertex().orElseThrow();
    assertThat(vertex.params()).isCloseTo(4650034.3687, within(5e-5));
    assertThat(vertex.loss()).isCloseTo(3.477969212, within(5e-10));
    assertThat(vertex.curvature()).isCloseTo(0.431140717, within(5e-10));
    assertThat(vertex.tokens()).isCloseTo(1e18 / (6 * vertex.params()), within(1e-3));
    assertThat(profile.points()).isEqualTo(5);
  }

  @Test
  void findsTheExactVertexOfAnExactParabola() {
    double best = StrictMath.log(5.3e6);
    double[] loss = new double[SIZES.length];
    for (int i = 0; i < loss.length; i++) {
      double u = StrictMath.log(SIZES[i]) - best;
      loss[i] = 3.2 + 0.08 * u * u;
    }

    Vertex vertex = profile(SIZES, loss).vertex().orElseThrow();

    assertThat(vertex.params() / 5.3e6).isCloseTo(1.0, within(1e-12));
    assertThat(vertex.loss()).isCloseTo(3.2, within(1e-13));
    assertThat(vertex.curvature()).isCloseTo(0.16, within(1e-12));
    assertThat(vertex.rms()).isLessThan(1e-14);
  }

  @Test
  void refusesAnOptimumAtEitherEnd() {
    assertThat(profile(SIZES, 3.5, 3.6, 3.7, 3.8, 3.9).status()).isEqualTo(LawStatus.EDGE);
    IsoFlopProfile falling = profile(SIZES, 3.9, 3.8, 3.7, 3.6, 3.5);
    assertThat(falling.status()).isEqualTo(LawStatus.EDGE);
    assertThat(falling.vertex()).isEmpty();
    assertThat(falling.message())
        .isEqualTo(
            "No optimum at 1.000e+18 FLOPs: the least loss is at its largest model: train beyond"
                + " it.");
  }

  @Test
  void refusesTooFewSizesNearTheLeastLoss() {
    double[] sparse = {1e5, 2e6, 4e6, 8e6, 1e9};
    IsoFlopProfile profile = profile(sparse, 4.0, 3.6, 3.5, 3.6, 4.0);

    assertThat(profile.status()).isEqualTo(LawStatus.TOO_FEW);
    assertThat(profile.points()).isEqualTo(3);
    assertThat(profile.sizes()).isEqualTo(5);
  }

  @Test
  void refusesSizesOnOneSideOnly() {
    double[] oneSide = {1e6, 1.3e6, 2e6, 4e6, 1e9};

    assertThat(profile(oneSide, 4.0, 3.9, 3.6, 3.5, 4.0).status()).isEqualTo(LawStatus.TOO_FEW);
  }

  @Test
  void refusesAParabolaThatOpensDownwards() {
    double[] sizes = {1e6, 1.9e6, 2e6, 2.1e6, 4e6};

    assertThat(profile(sizes, 3.5, 3.9, 3.49, 3.9, 3.5).status()).isEqualTo(LawStatus.NOT_CONVEX);
  }

  @Test
  void refusesAVertexOutsideTheSizesOfItsWindow() {
    IsoFlopProfile profile = profile(SIZES, 3.9, 4.0, 3.3, 3.5, 3.4);

    assertThat(profile.status()).isEqualTo(LawStatus.OUTSIDE);
    assertThat(profile.message())
        .isEqualTo(
            "No optimum at 1.000e+18 FLOPs: the vertex lies outside the sizes that were fitted.");
  }

  @Test
  void refusesOneSizeAndConstantLoss() {
    assertThat(profile(new double[] {1e6, 1e6, 1e6}, 3.0, 3.1, 3.2).status())
        .isEqualTo(LawStatus.EDGE);
    assertThat(profile(SIZES, 3.0, 3.0, 3.0, 3.0, 3.0).vertex()).isEmpty();
  }

  @Test
  void keepsTheLeastLossOfEachSize() {
    List<SweepRow> rows = rows(1e18, SIZES, 4.0, 3.6, 3.5, 3.55, 3.8);
    rows.addAll(rows(1e18, SIZES, 4.5, 3.9, 3.7, 3.58, 3.9));
    Collections.shuffle(rows, new Random(3));

    Vertex vertex = only(IsoFlop.of(rows, IsoFlopRule.DEFAULT)).vertex().orElseThrow();

    assertThat(vertex.params()).isCloseTo(4650034.3687, within(5e-5));
  }

  @Test
  void takesBudgetsWithinOnePercentForOne() {
    List<SweepRow> rows = rows(1e18, SIZES, 4.0, 3.6, 3.5, 3.55, 3.8);
    rows.addAll(rows(1.009e18, SIZES, 4.1, 3.7, 3.6, 3.65, 3.9));
    rows.addAll(rows(1.02e18, SIZES, 4.0, 3.6, 3.5, 3.55, 3.8));

    assertThat(IsoFlop.of(rows, IsoFlopRule.DEFAULT).profiles())
        .extracting(IsoFlopProfile::flops)
        .satisfiesExactly(
            first -> assertThat(first).isCloseTo(1.0045e18, within(1e9)),
            second -> assertThat(second).isEqualTo(1.02e18));
  }

  @Test
  void interpolatesTheTokensThatWereMeasured() {
    double[] loss = {4.0, 3.6, 3.5, 3.55, 3.8};
    List<SweepRow> rows = new ArrayList<>();
    for (int i = 0; i < SIZES.length; i++) {
      rows.add(new SweepRow("r" + i, SIZES[i], 2e18 / (7.0 * SIZES[i]), 1e18, loss[i]));
    }
    IsoFlopRule measured = new IsoFlopRule(StrictMath.log(4.0), TokensRule.MEASURED);

    Vertex vertex = only(IsoFlop.of(rows, measured)).vertex().orElseThrow();

    assertThat(vertex.tokens() * vertex.params()).isCloseTo(2e18 / 7.0, within(1e7));
  }

  @Test
  void fitsAParabolaWhereOnlySizesAndLossesAreKnown() {
    IsoFlopParabola parabola =
        IsoFlopParabola.of(
            new double[] {8e6, 1e6, 4e6, 16e6, 2e6},
            new double[] {3.55, 4.0, 3.5, 3.8, 3.6},
            IsoFlopRule.DEFAULT.halfWidth());

    assertThat(parabola.minimum().orElseThrow().params()).isCloseTo(4650034.3687, within(5e-5));
    assertThat(IsoFlopParabola.of(new double[0], new double[0], 1.0).status())
        .isEqualTo(LawStatus.TOO_FEW);
    assertThatThrownBy(() -> IsoFlopParabola.of(new double[2], new double[1], 1.0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("every loss needs its N");
    assertThatThrownBy(() -> IsoFlopParabola.of(new double[] {Double.NaN}, new double[] {1.0}, 1.0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("N must be positive and finite, got NaN");
  }

  @ParameterizedTest
  @CsvSource({"16, 1.0537", "4, 1.0132", "2, 1.0033"})
  void placesTheVertexHighInProportionToTheWidthOfTheSampling(double width, double ratio) {
    double[] budgets = {1e19, 1e20, 1e21, 1e22};
    IsoFlopRule rule = new IsoFlopRule(StrictMath.log(width), TokensRule.SIX_ND);
    List<SweepRow> rows = new ArrayList<>();
    for (double flops : budgets) {
      double best = Published.HOFFMANN_PRINTED.at(flops).params();
      rows.addAll(
          KnownSweeps.printedLaw(flops, KnownSweeps.logSpaced(best / width, best * width, 15)));
    }

    IsoFlop fitted = IsoFlop.of(rows, rule);

    for (IsoFlopProfile profile : fitted.profiles()) {
      double best = Published.HOFFMANN_PRINTED.at(profile.flops()).params();
      assertThat(profile.vertex().orElseThrow().params() / best).isCloseTo(ratio, within(5e-5));
    }
    ComputeExponents exponents = fitted.exponents().orElseThrow();
    assertThat(exponents.params().exponent())
        .isCloseTo(Published.HOFFMANN_PRINTED.paramsExponent(), within(1e-8));
    assertThat(exponents.tokens().exponent())
        .isCloseTo(Published.HOFFMANN_PRINTED.tokensExponent(), within(1e-8));
  }

  @ParameterizedTest
  @CsvSource({
    "base/long/kaplan/kaplan/train, .8246, 9",
    "base/long/kaplan/standard/val, .6955, 10",
    "base/short/kaplan/standard/val, .5982, 12",
    "base/short/chinchilla/standard/val, .5473, 12",
    "tuned/short/const/standard/val, .5087, 12"
  })
  void reachesTheExponentsOfPorianEtAl(String accounting, double exponent, int budgets) {
    IsoFlop fitted = IsoFlop.of(KnownSweeps.porianRows(accounting), IsoFlopRule.DEFAULT);

    ComputePower params = fitted.exponents().orElseThrow().params();
    assertThat(params.exponent()).isCloseTo(exponent, within(5e-5));
    assertThat(params.points()).isEqualTo(budgets);
    assertThat(fitted.profiles())
        .filteredOn(profile -> profile.status() == LawStatus.OK)
        .hasSize(budgets);
    assertThat(fitted.exponents().orElseThrow().tokens().exponent())
        .isCloseTo(1.0 - params.exponent(), within(1e-12));
  }

  @Test
  void refusesExponentsOfOneBudgetAndSaysWhy() {
    IsoFlop one = IsoFlop.of(rows(1e18, SIZES, 4.0, 3.6, 3.5, 3.55, 3.8), IsoFlopRule.DEFAULT);
    assertThat(one.status()).isEqualTo(LawStatus.TOO_FEW);
    assertThat(one.exponents()).isEmpty();
    assertThat(one.message()).isEqualTo("1 of 1 budgets have an optimum; an exponent needs 3.");

    List<SweepRow> rows = rows(1e18, SIZES, 3.0, 3.6, 3.5, 3.55, 3.8);
    rows.addAll(rows(1e19, SIZES, 3.0, 3.6, 3.5, 3.55, 3.8));
    assertThat(IsoFlop.of(rows, IsoFlopRule.DEFAULT).message())
        .isEqualTo("0 of 2 budgets have an optimum (2 edge); an exponent needs 3.");
    assertThat(IsoFlop.of(List.of(), IsoFlopRule.DEFAULT).status()).isEqualTo(LawStatus.TOO_FEW);
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 1, 1", "1, -1, 1, 1", "1, 1, NaN, 1", "1, 1, 1, Infinity"})
  void refusesRowsWithoutLogarithms(double params, double tokens, double flops, double loss) {
    assertThatThrownBy(() -> new SweepRow("run-3", params, tokens, flops, loss))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("of run run-3 must be positive and finite");
  }

  private static IsoFlopProfile profile(double[] sizes, double... loss) {
    return only(IsoFlop.of(rows(1e18, sizes, loss), IsoFlopRule.DEFAULT));
  }

  private static IsoFlopProfile only(IsoFlop fitted) {
    assertThat(fitted.profiles()).hasSize(1);
    return fitted.profiles().get(0);
  }

  private static List<SweepRow> rows(double flops, double[] sizes, double... loss) {
    List<SweepRow> rows = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      rows.add(new SweepRow("r" + i, sizes[i], flops / (6.0 * sizes[i]), flops, loss[i]));
    }
    return rows;
  }
}
