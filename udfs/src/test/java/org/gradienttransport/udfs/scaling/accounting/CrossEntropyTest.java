package org.gradienttransport.udfs.scaling.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CrossEntropyTest {
  @Test
  void noticesPerplexitiesByTheirSize() {
    assertThat(CrossEntropy.looksLikePerplexity(new double[] {60.0, 31.0, 22.0, 11.0})).isTrue();
    assertThat(CrossEntropy.looksLikePerplexity(new double[] {13.0, 4.1, 3.0, 2.4})).isFalse();
    assertThat(CrossEntropy.looksLikePerplexity(new double[0])).isFalse();
  }

  @Test
  void noticesPerplexitiesOfGoodModelsWhereTheComputeWasLargest() {
    double[] flops = {1e18, 1e19, 9.9e19, 1e20, 1e21};

    assertThat(CrossEntropy.looksLikeGoodPerplexity(new double[] {9.0, 8.0, 7.0, 6.2, 6.0}, flops))
        .isTrue();
    assertThat(CrossEntropy.looksLikeGoodPerplexity(new double[] {9.0, 8.0, 7.0, 4.2, 4.0}, flops))
        .isFalse();
    // One run of two that diverged is no half.
    assertThat(CrossEntropy.looksLikeGoodPerplexity(new double[] {9.0, 8.0, 7.0, 9.0, 2.9}, flops))
        .isFalse();
    assertThat(CrossEntropy.looksLikeGoodPerplexity(new double[0], new double[0])).isFalse();
  }
}
