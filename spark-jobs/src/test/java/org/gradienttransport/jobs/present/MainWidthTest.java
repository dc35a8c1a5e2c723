package org.gradienttransport.jobs.present;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.gradienttransport.schemas.rows.LawKey;
import org.gradienttransport.schemas.rows.ScalingCoefficient;
import org.gradienttransport.schemas.rows.ScalingExtrapolation;
import org.gradienttransport.schemas.vocabulary.Approach;
import org.gradienttransport.schemas.vocabulary.Coefficient;
import org.gradienttransport.schemas.vocabulary.HeldOutRule;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.schemas.vocabulary.LawVariables;
import org.gradienttransport.schemas.vocabulary.ObjectiveKind;
import org.junit.jupiter.api.Test;

class MainWidthTest {
  private static LawKey key(double delta) {
    return new LawKey(
        "lab",
        "all",
        Approach.PARAMETRIC,
        LawForm.CHINCHILLA,
        LawVariables.N_D,
        ObjectiveKind.HUBER_LOG,
        delta);
  }

  private static ScalingCoefficient coefficient(double delta, boolean spread) {
    return new ScalingCoefficient(
        key(delta),
        Coefficient.ALPHA,
        0.34,
        spread
            ? new ScalingCoefficient.Spread(
                0.01, new ScalingCoefficient.Percentiles(0.3, 0.31, 0.34, 0.36, 0.37), 50, 0, 42L)
            : null,
        null,
        null,
        LawStatus.OK,
        null);
  }

  private static double told(
      List<ScalingCoefficient> coefficients, List<ScalingExtrapolation> predictions) {
    return Stream.of(1e-2, 1e-3, 1e-4)
        .map(MainWidthTest::key)
        .min(MainWidth.first(coefficients, predictions))
        .orElseThrow()
        .delta();
  }

  @Test
  void theFitWithReplicatesIsToldHoweverNarrow() {
    assertThat(
            told(
                List.of(
                    coefficient(1e-2, false), coefficient(1e-3, false), coefficient(1e-4, true)),
                List.of()))
        .isEqualTo(1e-4);
  }

  @Test
  void withoutReplicatesItIsTheOneThatPredicts() {
    ScalingExtrapolation prediction =
        new ScalingExtrapolation(
            key(1e-3), HeldOutRule.COMPUTE, 1e20, 20, 5, null, null, LawStatus.NOT_CONVERGED, null);

    assertThat(told(List.of(coefficient(1e-2, false)), List.of(prediction))).isEqualTo(1e-3);
  }

  @Test
  void withoutEitherItIsTheWidest() {
    assertThat(told(List.of(), List.of())).isEqualTo(1e-2);
  }
}
