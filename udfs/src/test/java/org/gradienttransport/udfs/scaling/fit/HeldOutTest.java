package org.gradienttransport.udfs.scaling.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.gradienttransport.schemas.vocabulary.HeldOutRule;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.schemas.vocabulary.LawVariable;
import org.gradienttransport.udfs.scaling.LawSweeps;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.form.LossForms;
import org.gradienttransport.udfs.scaling.form.StartGrid;
import org.junit.jupiter.api.Test;

class HeldOutTest {
  private static final LossRows EXACT =
      LawSweeps.rows(
          LawSweeps.grid(
              new double[] {1e8, 3e8, 1e9, 3e9, 1e10},
              new double[] {3e9, 1e10, 3e10, 1e11, 3e11},
              LawSweeps::printedChinchilla));

  /** Those in two variables but Kaplan's in steps, which this sweep does not vary. */
  private static final List<LawForm> FORMS =
      List.of(
          LawForm.CHINCHILLA,
          LawForm.CHINCHILLA_TIED,
          LawForm.CHINCHILLA_NO_FLOOR,
          LawForm.KAPLAN_ND);

  @Test
  void theTrueFormPredictsBestWhateverTheRule() {
    for (HeldOutRule rule : HeldOutRule.values()) {
      HeldOutSplit split = split(rule, EXACT).orElseThrow();

      List<HeldOutError> ranked =
          HeldOutError.ranked(
              FORMS.stream().map(form -> HeldOutError.of(fit(form, split), split.test())).toList());

      HeldOutError best = ranked.get(0);
      assertThat(best.fit().form().word()).isEqualTo(LawForm.CHINCHILLA);
      assertThat(best.maxAbsRel()).isLessThan(1e-5);
      assertThat(ranked)
          .isSortedAccordingTo((a, b) -> Double.compare(a.meanAbsRel(), b.meanAbsRel()));
    }
  }

  @Test
  void aTenthOfTheLargestComputeIsFittedAndTheRestPredicted() {
    HeldOutSplit split = split(HeldOutRule.COMPUTE, EXACT).orElseThrow();

    assertThat(split.cut()).isCloseTo(6 * 1e10 * 3e11 / 10, within(1e9));
    assertThat(Arrays.stream(split.train().logs(LawVariable.FLOPS)).max().orElseThrow())
        .isCloseTo(StrictMath.log(1.8e21), within(1e-12));
    assertThat(Arrays.stream(split.test().logs(LawVariable.FLOPS)).min().orElseThrow())
        .isGreaterThan(StrictMath.log(1.81e21));
    assertThat(split.train().size() + split.test().size()).isEqualTo(25);
    assertThat(split.train().size()).as("3e9 x 1e11 is exactly a tenth").isEqualTo(22);
  }

  @Test
  void theLargestModelIsPredictedFromTheOthers() {
    HeldOutSplit split = split(HeldOutRule.LARGEST_N, EXACT).orElseThrow();

    assertThat(split.train().size()).isEqualTo(20);
    assertThat(split.test().size()).isEqualTo(5);
    assertThat(split.cut()).isCloseTo(1e10, within(1.0));
  }

  @Test
  void kaplansFormHasNoFloorAndExtrapolatesLow() {
    HeldOutSplit split = split(HeldOutRule.COMPUTE, EXACT).orElseThrow();

    HeldOutError error = HeldOutError.of(fit(LawForm.KAPLAN_ND, split), split.test());

    assertThat(error.biasRel()).isNegative();
    assertThat(error.meanAbsRel()).isPositive().isLessThanOrEqualTo(error.maxAbsRel());
    assertThat(error.rows()).isEqualTo(split.test().size());
  }

  @Test
  void formsThatTheTrainingRowsAreTooFewForSaySo() {
    LossRows rows = EXACT.at(IntStream.range(0, 9).toArray());
    HeldOutSplit split = split(HeldOutRule.LARGEST_N, rows).orElseThrow();

    assertThat(FORMS)
        .allSatisfy(form -> assertThat(fit(form, split).status()).isEqualTo(LawStatus.TOO_FEW));
  }

  @Test
  void thereIsNoSplitWhereNothingWouldBeLeft() {
    LossRows oneSize = EXACT.at(new int[] {0, 1, 2, 3, 4});
    LossRows noCompute =
        LossRows.of(Map.of(LawVariable.PARAMS, new double[] {1e8, 1e9}), new double[] {3, 2});

    assertThat(split(HeldOutRule.LARGEST_N, oneSize)).isEmpty();
    assertThat(split(HeldOutRule.COMPUTE, noCompute)).isEmpty();
  }

  private static LawFit fit(LawForm form, HeldOutSplit split) {
    return LawFitter.fit(LossForms.of(form), split.train(), Objective.HUBER, StartGrid.DEFAULT);
  }

  private static Optional<HeldOutSplit> split(HeldOutRule rule, LossRows rows) {
    return HeldOutSplit.of(rule, rows, HeldOutSplit.COMPUTE_SHARE);
  }
}
