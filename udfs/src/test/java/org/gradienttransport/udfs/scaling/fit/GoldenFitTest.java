package org.gradienttransport.udfs.scaling.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.udfs.random.Philox4x32;
import org.gradienttransport.udfs.scaling.LawSweeps;
import org.gradienttransport.udfs.scaling.LawSweeps.Point;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.form.LossForm;
import org.gradienttransport.udfs.scaling.form.LossForms;
import org.gradienttransport.udfs.scaling.form.StartGrid;
import org.junit.jupiter.api.Test;

/** The golden cases of METHOD-SCALING section 7 that concern fits of the loss. */
class GoldenFitTest {
  private static final double[] PARAMS = {1e8, 3e8, 1e9, 3e9, 1e10};
  private static final double[] TOKENS = {3e9, 1e10, 3e10, 1e11, 3e11};
  private static final LossForm CHINCHILLA = LossForms.of(LawForm.CHINCHILLA);

  @Test
  void recoversTheLawOfLossesWithoutNoise() {
    LossRows rows = LawSweeps.rows(LawSweeps.grid(PARAMS, TOKENS, LawSweeps::printedChinchilla));

    LawFit fit = fit(rows);

    assertThat(fit.status()).isEqualTo(LawStatus.OK);
    assertThat(coefficient(fit, "A")).isCloseTo(406.4, within(406.4e-6));
    assertThat(coefficient(fit, "B")).isCloseTo(410.7, within(410.7e-6));
    assertThat(coefficient(fit, "E")).isCloseTo(1.69, within(1.69e-6));
    assertThat(coefficient(fit, "alpha")).isCloseTo(0.34, within(0.34e-6));
    assertThat(coefficient(fit, "beta")).isCloseTo(0.28, within(0.28e-6));
    assertThat(fit.law().rmsRel()).isLessThan(1e-8);
  }

  @Test
  void noiseIsTheMethodsBoxMuller() {
    double[] noise = noise(25);

    assertThat(noise[0]).isCloseTo(0.404913518, within(5e-10));
    assertThat(noise[1]).isCloseTo(-0.999084663, within(5e-10));
    assertThat(noise[2]).isCloseTo(-0.510769676, within(5e-10));
  }

  @Test
  void fitsNoisyLossesToTheGoldenValues() {
    LawFit fit = fit(noisy());

    assertThat(fit.status()).isEqualTo(LawStatus.OK);
    assertThat(fit.law().objective()).isCloseTo(23.5932707, within(23.6e-8));
    assertThat(fit.law().huberSum()).isCloseTo(23.5932707e-6, within(23.6e-14));
    assertThat(coefficient(fit, "A")).isCloseTo(419.18641, within(419e-4));
    assertThat(coefficient(fit, "B")).isCloseTo(437.09328, within(437e-4));
    assertThat(coefficient(fit, "E")).isCloseTo(1.6955761, within(1.7e-4));
    assertThat(coefficient(fit, "alpha")).isCloseTo(0.341947128, within(1e-6));
    assertThat(coefficient(fit, "beta")).isCloseTo(0.282870601, within(1e-6));
    assertThat(coefficient(fit, "a")).isCloseTo(0.452724991, within(1e-6));
    assertThat(fit.law().certificate().minimum()).isTrue();
    assertThat(fit.law().certificate().condition()).isCloseTo(5.6e4, within(0.05e4));
  }

  @Test
  void neitherTheTrueLawNorItsUnroundedNeighbourIsTheMinimumOfNoisyLosses() {
    LossRows rows = noisy();
    LawFit fit = fit(rows);

    Audit printed = Audit.of(fit, rows, theta(406.4, 410.7, 1.69, 0.34, 0.28));
    Audit unrounded =
        Audit.of(fit, rows, Theta.of(6.0073404, 6.0179186, 0.5267228, 0.33917084, 0.2849083));

    assertThat(printed.objective()).isCloseTo(24.7836, within(1e-4));
    assertThat(printed.certificate().probe()).isCloseTo(-0.01963, within(1e-5));
    assertThat(unrounded.objective()).isCloseTo(427.570, within(1e-2));
    assertThat(unrounded.certificate().probe()).isCloseTo(-0.3100, within(1e-4));
    assertThat(printed.least()).isCloseTo(fit.law().objective(), within(1e-7));
  }

  private static Theta theta(double a, double b, double e, double alpha, double beta) {
    return Theta.of(StrictMath.log(a), StrictMath.log(b), StrictMath.log(e), alpha, beta);
  }

  @Test
  void bootstrapsNoisyLossesToTheGoldenPercentiles() {
    LossRows rows = noisy();
    LawFit fit = fit(rows);

    List<Replicate> replicates =
        Bootstrap.run(CHINCHILLA, rows, Objective.HUBER, fit.law().theta(), 42, 0, 200);

    double[] a =
        replicates.stream()
            .mapToDouble(
                replicate ->
                    CHINCHILLA
                        .coefficients(replicate.minimum().orElseThrow().theta().toArray())
                        .get("a"))
            .toArray();
    assertThat(Percentiles.at(a, 0.05)).isCloseTo(0.43134873, within(0.43e-3));
    assertThat(Percentiles.at(a, 0.50)).isCloseTo(0.45272707, within(0.45e-3));
    assertThat(Percentiles.at(a, 0.95)).isCloseTo(0.47010778, within(0.47e-3));
    Percentiles spread = Percentiles.of(a);
    assertThat(a).hasSize(200);
    assertThat(spread.p50()).isEqualTo(Percentiles.at(a, 0.5));
    assertThat(spread.sd()).isBetween(0.005, 0.02);
  }

  @Test
  void drawsTheGoldenRows() {
    assertThat(BootstrapIndices.of(42, 0, 25))
        .containsExactly(
            22, 2, 8, 22, 13, 24, 0, 21, 7, 22, 19, 2, 15, 22, 11, 14, 23, 6, 16, 15, 3, 17, 8, 7,
            10);
  }

  @Test
  void oneRatioOfTokensToParametersCannotTellTheExponentsApart() {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      double params = StrictMath.pow(10, 8 + 2 * i / 24.0);
      double tokens = 20 * params;
      points.add(new Point("ray", params, tokens, 1, LawSweeps.printedChinchilla(params, tokens)));
    }

    LawFit fit = fit(LawSweeps.rows(points));

    assertThat(fit.status()).isEqualTo(LawStatus.COLLINEAR);
    assertThat(fit.message()).contains("exponents").contains("tokens per parameter");
    assertThat(fit.law().certificate().condition()).isGreaterThan(1e11);
  }

  private static LawFit fit(LossRows rows) {
    return LawFitter.fit(CHINCHILLA, rows, Objective.HUBER, StartGrid.DEFAULT);
  }

  private static double coefficient(LawFit fit, String name) {
    return fit.law().coefficients().get(name);
  }

  private static LossRows noisy() {
    double[] noise = noise(25);
    List<Point> exact = LawSweeps.grid(PARAMS, TOKENS, LawSweeps::printedChinchilla);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < noise.length; i++) {
      Point point = exact.get(i);
      double loss = StrictMath.exp(StrictMath.log(point.loss()) + 0.002 * noise[i]);
      points.add(new Point("noisy", point.params(), point.tokens(), 1, loss));
    }
    return LawSweeps.rows(points);
  }

  private static double[] noise(int count) {
    Philox4x32 philox = new Philox4x32();
    double[] noise = new double[count];
    for (int i = 0; i < count; i++) {
      philox.draw(7, 0, i / 2, 0, 0, 11);
      double a = ((philox.first() >>> 11) + 0.5) * 0x1p-53;
      double b = ((philox.second() >>> 11) + 0.5) * 0x1p-53;
      double radius = Math.sqrt(-2 * StrictMath.log(a));
      double angle = 2 * Math.PI * b;
      noise[i] = radius * (i % 2 == 0 ? StrictMath.cos(angle) : StrictMath.sin(angle));
    }
    return noise;
  }
}
