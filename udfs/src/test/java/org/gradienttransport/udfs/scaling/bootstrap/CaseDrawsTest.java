package org.gradienttransport.udfs.scaling.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CaseDrawsTest {
  @Test
  void drawsTheKnownRowsOfSeed42() {
    assertThat(CaseDraws.of(42L).resample(IntStream.range(0, 25).toArray(), 0))
        .containsExactly(
            22, 2, 8, 22, 13, 24, 0, 21, 7, 22, 19, 2, 15, 22, 11, 14, 23, 6, 16, 15, 3, 17, 8, 7,
            10);
  }

  @Test
  void drawsEveryRowAboutEquallyOften() {
    CaseDraws draws = CaseDraws.of(42L);
    int[] drawn = new int[7];
    for (int replicate = 0; replicate < 10_000; replicate++) {
      drawn[draws.index(3, replicate, 7)]++;
    }

    for (int count : drawn) {
      assertThat(count / 10_000.0).isCloseTo(1.0 / 7.0, within(0.015));
    }
  }

  @Test
  void countsPlacesWithinAGroupOfRows() {
    CaseDraws draws = CaseDraws.of(42L);
    int[] first = draws.resample(IntStream.range(0, 25).toArray(), 0);
    int[] second = draws.resample(IntStream.range(25, 50).toArray(), 0);

    assertThat(IntStream.of(second).map(row -> row - 25).toArray()).isEqualTo(first);
    assertThat(draws.resample(IntStream.range(0, 24).toArray(), 0)).isNotEqualTo(first);
  }

  @Test
  void keepsFourRowsOfFiveWithoutRepetition() {
    CaseDraws draws = CaseDraws.of(42L);
    int[] rows = IntStream.range(10, 35).toArray();

    int[] kept = DrawRule.EIGHTY_PERCENT.draw(draws, rows, 0);

    assertThat(kept).hasSize(20).doesNotHaveDuplicates().isSorted();
    assertThat(IntStream.of(kept)).allMatch(row -> row >= 10 && row < 35);
    assertThat(DrawRule.EIGHTY_PERCENT.draw(draws, rows, 1)).isNotEqualTo(kept);
    assertThat(DrawRule.EIGHTY_PERCENT.draw(CaseDraws.of(42L), rows, 0)).isEqualTo(kept);
  }

  @Test
  void keepsEveryRowAboutEquallyOften() {
    CaseDraws draws = CaseDraws.of(42L);
    int[] rows = IntStream.range(0, 10).toArray();
    int[] kept = new int[10];
    for (int draw = 0; draw < 5_000; draw++) {
      for (int row : DrawRule.EIGHTY_PERCENT.draw(draws, rows, draw)) {
        kept[row]++;
      }
    }

    for (int count : kept) {
      assertThat(count / 5_000.0).isCloseTo(0.8, within(0.02));
    }
  }
}
