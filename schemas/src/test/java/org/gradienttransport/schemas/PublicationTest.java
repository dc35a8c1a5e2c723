package org.gradienttransport.schemas;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PublicationTest {
  @Test
  void locationsAndRunsThatCannotBeAreRefused() {
    assertThatThrownBy(() -> new Publication("/data/", "r1", List.of("r1")))
        .hasMessage("warehouse must be a location without a slash at the end, got '/data/'");
    assertThatThrownBy(() -> new Publication("s3://data", "../r1", List.of("../r1")))
        .hasMessage("run id must be made of letters, digits, '.', '_' and '-', got '../r1'");
    assertThatThrownBy(() -> new Publication("s3://data", "r2", List.of("r1")))
        .hasMessage("current run 'r2' is not among the complete ones, [r1]");
  }
}
