package org.gradienttransport.udfs.nulls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.gradienttransport.udfs.field.Moments;
import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.probe.FieldMoments;
import org.gradienttransport.udfs.reference.DenseReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GaussianFieldTest {
  private final Workers one = Workers.of(1);

  @ParameterizedTest
  @CsvSource({"3,42,0", "4,1042,1", "1001,-5,0", "2000,9876543210123,7"})
  void equalsTheDefinitionToTheLastBit(int nodes, long seed, int replicate) {
    double[] n0 = new double[nodes];
    GaussianField.n0(seed, replicate).fill(n0, one);
    assertThat(n0).containsExactly(DenseReference.gaussian(nodes, seed, replicate, 1));
    double[] n1 = new double[nodes];
    GaussianField.n1(seed, replicate).fill(n1, -0.5, 3.0, one);
    double[] draws = DenseReference.gaussian(nodes, seed, replicate, 2);
    for (int i = 0; i < nodes; i++) {
      assertThat(n1[i]).isEqualTo(-0.5 + 3.0 * draws[i]);
    }
  }

  @Test
  void doesNotDependOnThreads() {
    double[] alone = new double[200_001];
    double[] together = new double[200_001];
    GaussianField.n0(7, 1).fill(alone, one);
    try (Workers three = Workers.of(3)) {
      GaussianField.n0(7, 1).fill(together, three);
    }
    assertThat(together).isEqualTo(alone);
  }

  @Test
  void hasTheMomentsOfAStandardGaussian() {
    double[] field = new double[1_000_000];
    GaussianField.n0(42, 0).fill(field, one);
    FieldMoments moments = Moments.of(field, one);
    assertThat(moments.mean()).isCloseTo(0, within(0.004));
    assertThat(moments.variance()).isCloseTo(1, within(0.006));
  }
}
