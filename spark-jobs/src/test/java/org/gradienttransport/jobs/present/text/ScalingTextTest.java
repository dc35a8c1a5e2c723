package org.gradienttransport.jobs.present.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gradienttransport.jobs.present.catalogue.LawSampleRows;
import org.junit.jupiter.api.Test;

class ScalingTextTest {
  @Test
  void ofSeveralWidthsTheOneWithIntervalsIsShown() {
    List<String> laws =
        ScalingText.of("lab", LawSampleRows.of("lab"))
            .lines()
            .takeWhile(line -> !line.startsWith("Loss of"))
            .filter(line -> line.startsWith("web"))
            .toList();

    assertThat(laws).singleElement().asString().contains("0.452 [0.412, 0.492]");
  }
}
