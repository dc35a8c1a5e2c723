package org.gradienttransport.udfs.scaling.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.form.LossForm;
import org.gradienttransport.udfs.scaling.form.LossForms;
import org.gradienttransport.udfs.scaling.form.StartGrid;
import org.junit.jupiter.api.Test;

class SubsetSearchTest {
  private static final LossForm CHINCHILLA = LossForms.of(LawForm.CHINCHILLA);
  private static final double[] TRUTH = {
    StrictMath.log(406.4), StrictMath.log(410.7), StrictMath.log(1.69), 0.34, 0.28
  };

  @Test
  void oneRowIsDrawnFromEachStretchOfTheTable() {
    int[] positions = SubsetSearch.positions(3 * SubsetSearch.ROWS);

    // A fixed stride would see the same step of every run of as many rows.
    int[] within = new int[3];
    for (int i = 0; i < SubsetSearch.ROWS; i++) {
      within[positions[i] - 3 * i]++;
    }
    double each = SubsetSearch.ROWS / 3.0;
    assertThat(Arrays.stream(within).boxed())
        .allSatisfy(count -> assertThat(count).isBetween((int) (0.9 * each), (int) (1.1 * each)));
    assertThat(SubsetSearch.positions(SubsetSearch.ROWS + 17)).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void theFitIsTheMinimumOverAllRowsAndSaysWhatWasSearched() {
    LossRows rows = noisy(100, 120);
    Minimum expected =
        new QuasiNewton(new Problem(CHINCHILLA, rows, Objective.HUBER)).minimise(TRUTH);

    LawFit fit = LawFitter.combine(CHINCHILLA, rows, Objective.HUBER, starts(rows, 0, 27));

    assertThat(fit.status()).isEqualTo(LawStatus.OK);
    assertThat(fit.rows()).isEqualTo(12_000);
    assertThat(fit.law().objective()).isCloseTo(expected.sum(), within(1e-9 * expected.sum()));
    assertThat(fit.law().theta().toArray())
        .containsExactly(expected.theta().toArray(), within(1e-5));
    assertThat(fit.law().certificate().minimum()).isTrue();
    assertThat(fit.law().hitShare()).isGreaterThan(0.05);
    assertThat(fit.message())
        .isEqualTo(
            "Starts were followed on 5,000 of the 12,000 rows, and the lowest places they found"
                + " minimised on all.");
  }

  @Test
  void anySplitOfTheStartsGivesTheSameBits() {
    LossRows rows = noisy(100, 60);

    List<StartResult> whole = starts(rows, 0, 54);

    assertThat(starts(rows, 20, 30)).isEqualTo(whole.subList(20, 30));
  }

  @Test
  void asManyRowsAsAreSearchedAreSearchedWhole() {
    assertThat(MultiStart.searchesPart(SubsetSearch.ROWS)).isFalse();
    assertThat(MultiStart.searchesPart(SubsetSearch.ROWS + 1)).isTrue();
  }

  private static List<StartResult> starts(LossRows rows, int from, int to) {
    return MultiStart.run(CHINCHILLA, rows, Objective.HUBER, StartGrid.DEFAULT, from, to);
  }

  /** Losses of a known law with .3 % of noise, N outer. */
  private static LossRows noisy(int sizes, int tokens) {
    Random random = new Random(1);
    int n = sizes * tokens;
    double[] params = new double[n];
    double[] seen = new double[n];
    double[] loss = new double[n];
    for (int i = 0; i < n; i++) {
      int size = i / tokens;
      params[i] = 1e8 * Math.pow(100.0, size / (sizes - 1.0));
      seen[i] = 2e9 * Math.pow(100.0, (double) (i % tokens) / (tokens - 1));
      double law = 406.4 / Math.pow(params[i], 0.34) + 410.7 / Math.pow(seen[i], 0.28) + 1.69;
      loss[i] = law * Math.exp(0.003 * random.nextGaussian());
    }
    return LossRows.of(params, seen, loss);
  }
}
