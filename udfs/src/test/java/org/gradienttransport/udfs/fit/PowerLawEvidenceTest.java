package org.gradienttransport.udfs.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.gradienttransport.schemas.vocabulary.Criterion;
import org.gradienttransport.schemas.vocabulary.ScalingModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PowerLawEvidenceTest {

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 6, 7, 9})
  void prefersOnePowerLawWhereThereIsOne(int scales) {
    PowerLawEvidence evidence = evidence(scales, x -> 0.5 * x + 1, 0.0, 1);

    assertThat(evidence.preferred()).isEqualTo(ScalingModel.POWER_LAW);
    assertThat(evidence.deltaPowerLaw()).isZero();
    assertThat(evidence.deltaConstant()).isGreaterThan(100);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 6, 7, 9})
  void prefersAConstantWhereNothingChanges(int scales) {
    PowerLawEvidence evidence = evidence(scales, x -> 2.0, 0.0, 1);

    assertThat(evidence.preferred()).isEqualTo(ScalingModel.CONSTANT);
    assertThat(evidence.preferred()).isNotEqualTo(ScalingModel.POWER_LAW);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6, 7, 9})
  void prefersTwoSlopesWhereTheLineBreaks(int scales) {
    int inner = scales / 2;
    double middle = 9 + 1.4 * inner;
    PowerLawEvidence evidence =
        evidence(scales, x -> x < middle ? x : middle + 0.2 * (x - middle), 0.01, 1);

    assertThat(evidence.preferred()).isEqualTo(ScalingModel.TWO_SLOPE);
    assertThat(evidence.preferred()).isNotEqualTo(ScalingModel.POWER_LAW);
    assertThat(evidence.curvature().coefficient()).isNegative();
    assertThat(evidence.curvature().pValue()).isLessThan(0.1);
  }

  @ParameterizedTest
  @CsvSource({"4, LEAVE_ONE_SCALE_OUT", "8, LEAVE_ONE_SCALE_OUT", "9, AICC", "12, AICC"})
  void usesAiccOnlyWhereItCanDecide(int scales, Criterion criterion) {
    assertThat(evidence(scales, x -> x, 0.1, 2).criterion()).isEqualTo(criterion);
  }

  @Test
  void scoresWithAiccAsWritten() {
    double[] n = {1, 2, 4, 8, 16, 32, 64, 128, 256};
    double[] y = {1.0, 2.3, 3.9, 8.4, 15.1, 33.0, 66.0, 120.0, 260.0};
    double[] logN = IntStream.range(0, 9).mapToDouble(i -> Math.log(n[i])).toArray();
    double[] logY = IntStream.range(0, 9).mapToDouble(i -> Math.log(y[i])).toArray();
    StraightLine line = StraightLine.through(logN, logY);
    double constant = 9 * Math.log(line.totalSumSquares() / 9) + 4 + 2 * 2 * 3 / 6.0;
    double powerLaw = 9 * Math.log(line.residualSumSquares() / 9) + 6 + 2 * 3 * 4 / 5.0;

    PowerLawEvidence evidence = PowerLawEvidence.of(n, y);

    assertThat(evidence.preferred()).isEqualTo(ScalingModel.POWER_LAW);
    assertThat(evidence.deltaConstant()).isCloseTo(constant - powerLaw, within(1e-9));
    assertThat(evidence.preferred()).isEqualTo(ScalingModel.POWER_LAW);
  }

  @Test
  void prefersTheSimplerModelWithinTheMargin() {
    PowerLawEvidence evidence = evidence(5, x -> 0.01 * x, 0.02, 5);

    assertThat(evidence.deltaConstant()).isBetween(0.0, 6.0);
    assertThat(evidence.preferred()).isEqualTo(ScalingModel.CONSTANT);
    assertThat(evidence.criterion().word()).isEqualTo("leave_one_scale_out");
  }

  @Test
  void comparesOnlyTwoModelsOnThreeScales() {
    PowerLawEvidence evidence = evidence(3, x -> x, 0.01, 3);

    assertThat(evidence.deltaTwoSlope()).isNull();
    assertThat(evidence.curvature()).isNull();
    assertThat(PowerLawEvidence.of(new double[] {1, 2}, new double[] {1, 2})).isNull();
    assertThat(PowerLawEvidence.of(new double[] {1, 1, 2, 2}, new double[] {1, 2, 3, 4})).isNull();
  }

  @Test
  void findsTheCurvatureThatIsThere() {
    double[] n = IntStream.range(1, 9).mapToDouble(i -> Math.exp(i)).toArray();
    double[] y =
        IntStream.range(1, 9)
            .mapToDouble(i -> Math.exp(0.3 * i - 0.05 * i * i + (i % 2 == 0 ? 0.001 : -0.001)))
            .toArray();

    Curvature curvature = PowerLawEvidence.of(n, y).curvature();

    assertThat(curvature.coefficient()).isCloseTo(-0.05, within(2e-4));
    assertThat(curvature.pValue()).isLessThan(1e-6);
  }

  private static PowerLawEvidence evidence(
      int scales, DoubleUnaryOperator logLaw, double noise, long seed) {
    RandomGenerator random = new Well19937c(seed);
    double[] n = new double[scales];
    double[] y = new double[scales];
    for (int i = 0; i < scales; i++) {
      double x = 9 + 1.4 * i;
      n[i] = Math.exp(x);
      y[i] = Math.exp(logLaw.applyAsDouble(x) + noise * random.nextGaussian());
    }
    return PowerLawEvidence.of(n, y);
  }
}
