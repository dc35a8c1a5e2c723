package org.gradienttransport.udfs.scaling.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.gradienttransport.schemas.vocabulary.FlopsKind;
import org.gradienttransport.schemas.vocabulary.ParamsKind;
import org.junit.jupiter.api.Test;

class ModelShapeTest {
  private static final ModelShape GOLDEN = new ModelShape(10, 640, 10, 640, 2560, 2048, 32_000);

  @Test
  void countsTheExactFlopsOfOneSequence() {
    assertThat(GOLDEN.flopsPerSequence(FlopsKind.EXACT)).isEqualTo(929_877_196_800.0);
    assertThat(GOLDEN.flopsPerSequence(FlopsKind.EXACT_HEAD)).isEqualTo(1_181_535_436_800.0);
  }

  @Test
  void countsTwelveLayersWidthSquaredForTheUsualRatios() {
    assertThat(GOLDEN.params(ParamsKind.NON_EMBEDDING)).isEqualTo(12L * 10 * 640 * 640);
  }

  @Test
  void countsTheVocabularysMatrixOnce() {
    long blocks = GOLDEN.params(ParamsKind.NON_EMBEDDING);

    assertThat(GOLDEN.params(ParamsKind.WITH_HEAD)).isEqualTo(blocks + 640L * 32_000);
    assertThat(GOLDEN.params(ParamsKind.TOTAL)).isEqualTo(blocks + 640L * 32_000);
  }

  @Test
  void countsTheLargestModelsWithoutOverflow() {
    ModelShape large = new ModelShape(500, 100_000, 500, 100_000, 400_000, 32_768, 1_000_000);

    assertThat(large.params(ParamsKind.TOTAL)).isEqualTo(60_100_000_000_000L);
    assertThat(large.flopsPerSequence(FlopsKind.EXACT)).isCloseTo(1.2443141013504e19, within(1e5));
  }

  @Test
  void refusesWhatNoShapeDecides() {
    assertThatThrownBy(() -> GOLDEN.params(ParamsKind.ANALYSED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layout of a field");
    assertThatThrownBy(() -> GOLDEN.flopsPerSequence(FlopsKind.GIVEN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("given");
    assertThatThrownBy(() -> new ModelShape(0, 640, 10, 640, 2560, 2048, 32_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("layers must be positive, got 0");
  }

  @Test
  void countsComputeOfATrainingRun() {
    assertThat(Compute.sixNd(1e9, 2e10)).isEqualTo(1.2e20);
    assertThat(Compute.tokens(1.2e20, 1e9)).isEqualTo(2e10);
    assertThat(Compute.exact(FlopsKind.EXACT, GOLDEN, 2048.0 * 1000.0))
        .isCloseTo(929_877_196_800_000.0, within(1.0));
  }
}
