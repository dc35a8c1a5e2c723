package org.gradienttransport.udfs.field;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.gradienttransport.udfs.nulls.FeistelPermutation;
import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.probe.FieldMoments;
import org.gradienttransport.udfs.reference.DenseReference;
import org.gradienttransport.udfs.reference.RandomFields;
import org.junit.jupiter.api.Test;

class MomentsTest {
  private static final int[] SIZES = {1, 31, 32, 33, 4095, 4096, 4097, 70_000, 200_003};

  @Test
  void sumsInThePublishedOrderOnAnyNumberOfThreads() {
    try (Workers one = Workers.of(1);
        Workers three = Workers.of(3)) {
      for (int size : SIZES) {
        for (int shape = 0; shape < 6; shape++) {
          double[] field = RandomFields.field(size, shape);
          FieldMoments moments = Moments.of(field, one);
          assertThat(moments.sum()).isEqualTo(DenseReference.sum(field));
          assertThat(moments.mean()).isEqualTo(DenseReference.sum(field) / size);
          assertThat(moments.variance()).isEqualTo(DenseReference.variance(field));
          assertThat(Moments.of(field, three)).isEqualTo(moments);
          assertThat(Moments.sum(field, three)).isEqualTo(moments.sum());
        }
      }
    }
  }

  @Test
  void describesAPermutationAsIfItWereAnyField() {
    for (int size : SIZES) {
      for (int shape = 0; shape < 6; shape++) {
        double[] field = RandomFields.field(size, shape);
        double[] permuted = new double[size];
        new FeistelPermutation(size, shape, 0).permute(field, permuted, Workers.of(1));
        try (Workers three = Workers.of(3)) {
          assertThat(Moments.ofPermuted(permuted, Moments.of(field, three), three))
              .isEqualTo(Moments.of(permuted, three));
        }
      }
    }
  }

  @Test
  void findsExtremesAndCountsZerosOfEitherSign() {
    double[] field = {0.5, -0.0, 2, 0.0, -3};
    FieldMoments moments = Moments.of(field, Workers.of(1));
    assertThat(moments.min()).isEqualTo(-3);
    assertThat(moments.max()).isEqualTo(2);
    assertThat(moments.zeros()).isEqualTo(2);
  }

  @Test
  void givesAZeroExtremeAsPositiveZero() {
    FieldMoments moments = Moments.of(new double[] {-0.0, -0.0, -0.0}, Workers.of(1));
    assertThat(Double.doubleToRawLongBits(moments.min())).isZero();
    assertThat(Double.doubleToRawLongBits(moments.max())).isZero();
  }

  @Test
  void findsTheFirstEntryThatIsNotFinite() {
    double[] field = new double[10_000];
    assertThat(Moments.firstNonFinite(field)).isEqualTo(-1);
    Arrays.fill(field, 9_000, 9_100, Double.NEGATIVE_INFINITY);
    field[8_999] = Double.NaN;
    assertThat(Moments.firstNonFinite(field)).isEqualTo(8_999);
  }
}
