package org.gradienttransport.udfs.scaling.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.schemas.vocabulary.LawVariable;
import org.gradienttransport.udfs.scaling.LawSweeps;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.form.LossForm;
import org.gradienttransport.udfs.scaling.form.LossForms;
import org.gradienttransport.udfs.scaling.form.StartGrid;
import org.junit.jupiter.api.Test;

/** The golden cases of METHOD-SCALING section 6: laws in N and steps of families of ours. */
class MiniFamiliesTest {
  private static final LossForm KAPLAN = LossForms.of(LawForm.KAPLAN_NS);
  private static final LossForm CHINCHILLA = LossForms.of(LawForm.CHINCHILLA, LawVariable.STEPS);

  @Test
  void pythiaMiniFollowsKaplansLawInSteps() {
    LossRows rows = LawSweeps.rows(LawSweeps.pythiaMini(104));
    assertThat(rows.size()).isEqualTo(690);

    LawFit fit = fit(KAPLAN, rows);

    assertThat(fit.status()).isEqualTo(LawStatus.OK);
    assertThat(fit.law().objective()).isCloseTo(5351.40646, within(5e-5));
    assertThat(fit.law().theta().toArray()[0]).isCloseTo(14.468837, within(1.4e-3));
    assertThat(fit.law().theta().toArray()[1]).isCloseTo(4.691768, within(4.7e-4));
    expect(fit, "alpha_n", 0.0851656);
    expect(fit, "alpha_s", 0.3017224);
  }

  @Test
  void pythiaMiniHasNoFloor() {
    LossRows rows = LawSweeps.rows(LawSweeps.pythiaMini(104));

    LawFit fit = fit(CHINCHILLA, rows);

    assertThat(fit.status()).isEqualTo(LawStatus.NO_FLOOR);
    assertThat(fit.message()).contains("irreducible");
    assertThat(fit.law().objective()).isCloseTo(5351.40646, within(1e-3));
  }

  @Test
  void picoMiniHasAFloor() {
    LossRows rows = LawSweeps.rows(LawSweeps.picoMini(104));
    assertThat(rows.size()).isEqualTo(448);

    LawFit kaplan = fit(KAPLAN, rows);
    LawFit chinchilla = fit(CHINCHILLA, rows);

    assertThat(kaplan.law().objective()).isCloseTo(3213.36486, within(5e-5));
    expect(kaplan, "alpha_n", 0.456017);
    expect(kaplan, "alpha_s", 0.145202);
    assertThat(chinchilla.status()).isEqualTo(LawStatus.OK);
    assertThat(chinchilla.law().objective()).isCloseTo(2989.14835, within(5e-5));
    expect(chinchilla, "E", 1.0346);
  }

  private static LawFit fit(LossForm form, LossRows rows) {
    return LawFitter.fit(form, rows, Objective.HUBER, StartGrid.DEFAULT);
  }

  private static void expect(LawFit fit, String coefficient, double expected) {
    assertThat(fit.law().coefficients().get(coefficient))
        .as(coefficient)
        .isCloseTo(expected, within(1e-4 * expected));
  }
}
