package org.gradienttransport.jobs.present.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.gradienttransport.jobs.present.catalogue.LawSampleRows;
import org.gradienttransport.schemas.Rows;
import org.junit.jupiter.api.Test;

class PublishedTextTest {
  private static final Rows ROWS = LawSampleRows.of("lab");

  @Test
  void whatWasPublishedForTheSameRowsStandsBelowTheirLaws() {
    assertThat(ScalingText.of("lab", ROWS).replaceAll(" +", " "))
        .containsSubsequence(
            "Scaling laws of lab:",
            "\nPublished for the same rows:\nrows approach a b alpha beta E published by\n")
        .contains("\nweb 3 0.460 - 0.340 - - as printed\n")
        .contains("\nweb 3 - - 0.339 0.285 - unrounded\n")
        .contains("\nweb none 0.513 - 0.348 - - fitted anew\n")
        .doesNotContain("Hoffmann");
  }

  @Test
  void whatPapersPrintByTheSameApproachesHasItsSource() {
    String text = ScalingText.ofPapers(ROWS).replaceAll(" +", " ");

    assertThat(text)
        .startsWith("Printed for other data, which count N and C in their own ways:\n")
        .contains(
            "\nother data 3 0.46 [0.454, 0.455] 0.54 0.34 0.28 1.69 Hoffmann et al. 2022, Table 2"
                + " and Eq. 10\n")
        .contains(
            "\nother data 3 0.513 0.487 0.3478 ± 0.02 0.3658 ± 0.02 1.8172 ± 0.03 Besiroglu et al."
                + " 2024, Table 1\n")
        .doesNotContain("Kaplan et al.", "Hoffmann et al. 2022, Table 2\n");
    assertThat(ScalingText.ofPapers(new Rows.InMemory())).isEmpty();
  }

  @Test
  void aStudyWithoutFitsSaysNothing() {
    assertThat(ScalingText.of("other", ROWS)).isEmpty();
  }
}
