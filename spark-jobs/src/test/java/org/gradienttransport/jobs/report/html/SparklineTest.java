package org.gradienttransport.jobs.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SparklineTest {
  @Test
  void risesFromTheLowestBlockToTheHighest() {
    assertThat(Sparkline.of(new double[] {0, 1, 2, 3, 4, 5, 6, 7}, 60)).isEqualTo("▁▂▃▄▅▆▇█");
  }

  @Test
  void aLetterIsTheMeanOfTheValuesItStandsFor() {
    assertThat(Sparkline.of(new double[] {0, 0, 0, 8, 8, 8}, 3)).isEqualTo("▁▅█");
  }

  @Test
  void equalValuesAreALevelLine() {
    assertThat(Sparkline.of(new double[] {2, 2, 2}, 60)).isEqualTo("▅▅▅");
  }

  @Test
  void nothingCannotBeDrawn() {
    assertThatThrownBy(() -> Sparkline.of(new double[0], 60))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one value");
  }
}
