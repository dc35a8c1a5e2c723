package org.gradienttransport.udfs.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProbeParametersTest {
  private static final ProbeParameters PAPER = ProbeParameters.PAPER;

  /** Measurements are kept under it, so it must never change. */
  @Test
  void theBaselinesTextIsTheOneThatStoresHold() {
    assertThat(PAPER.canonical())
        .isEqualTo("ba-philox-v1;m=2;topology_seed=42;alpha=0.3;quantile=0.9;ceiling=500");
  }

  @Test
  void everyVariationHasATextOfItsOwn() {
    assertThat(PAPER.withTopologySeed(43).withAttachment(4).canonical())
        .isEqualTo("ba-philox-v1;m=4;topology_seed=43;alpha=0.3;quantile=0.9;ceiling=500");
    assertThat(PAPER.withAlpha(0.2).withQuantile(0.95).onTorus().canonical())
        .isEqualTo("torus-helical-v1;alpha=0.2;quantile=0.95;ceiling=500");
  }

  @Test
  void onTheTorusNothingElseOfAGraphCounts() {
    assertThat(PAPER.withTopologySeed(7).withAttachment(3).onTorus()).isEqualTo(PAPER.onTorus());
    assertThat(PAPER.onTorus().withTopologySeed(7).withAttachment(3)).isEqualTo(PAPER.onTorus());
  }

  @Test
  void refusesAGraphWithoutEdges() {
    assertThatThrownBy(() -> PAPER.withAttachment(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("attachment must be at least 1 edge, got 0");
  }
}
