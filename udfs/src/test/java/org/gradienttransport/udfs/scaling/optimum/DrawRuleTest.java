package org.gradienttransport.udfs.scaling.optimum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrawRuleTest {
  private static final int[] ROWS = IntStream.range(10, 35).toArray();

  @Test
  void drawsCasesAtPlacesCountedWithinTheirGroup() {
    assertThat(DrawRule.CASES.draw(ROWS, 42L, 0))
        .startsWith(10 + 22, 10 + 2, 10 + 8, 10 + 22)
        .endsWith(10 + 7, 10 + 10)
        .hasSize(25);
    assertThat(DrawRule.CASES.replicates()).isEqualTo(1_000);
  }

  @Test
  void keepsFourRowsOfFiveWithoutRepetition() {
    int[] kept = DrawRule.EIGHTY_PERCENT.draw(ROWS, 42L, 0);

    assertThat(kept).hasSize(20).doesNotHaveDuplicates().isSorted();
    assertThat(IntStream.of(kept)).allMatch(row -> row >= 10 && row < 35);
    assertThat(DrawRule.EIGHTY_PERCENT.draw(ROWS, 42L, 0)).isEqualTo(kept);
    assertThat(DrawRule.EIGHTY_PERCENT.draw(ROWS, 42L, 1)).isNotEqualTo(kept);
    assertThat(DrawRule.EIGHTY_PERCENT.draw(ROWS, 43L, 0)).isNotEqualTo(kept);
    assertThat(DrawRule.EIGHTY_PERCENT.replicates()).isEqualTo(100);
  }

  @Test
  void keepsEveryRowAboutEquallyOften() {
    int[] kept = new int[35];
    for (int draw = 0; draw < 5_000; draw++) {
      for (int row : DrawRule.EIGHTY_PERCENT.draw(ROWS, 42L, draw)) {
        kept[row]++;
      }
    }

    for (int row : ROWS) {
      assertThat(kept[row] / 5_000.0).isCloseTo(0.8, within(0.02));
    }
  }
}
