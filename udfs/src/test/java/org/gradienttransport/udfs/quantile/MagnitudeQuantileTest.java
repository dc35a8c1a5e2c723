package org.gradienttransport.udfs.quantile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.reference.DenseReference;
import org.gradienttransport.udfs.reference.RandomFields;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("thorough")
class MagnitudeQuantileTest {
  private static final Workers ONE = Workers.of(1);
  private static final double[] QUANTILES = {0, 0.1, 0.25, 0.5, 0.9, 0.97, 0.999, 1};

  @Test
  void interpolatesBetweenTwoSortedMagnitudes() {
    double[] field = {-4, 1, 3, -2};
    assertThat(MagnitudeQuantile.of(field, 0.5, Workers.of(1))).isEqualTo(2.5);
    assertThat(MagnitudeQuantile.of(field, 0.9, Workers.of(1))).isEqualTo(3 + (0.9 * 3 - 2) * 1);
    assertThat(MagnitudeQuantile.of(field, 1, Workers.of(1))).isEqualTo(4);
    assertThat(MagnitudeQuantile.of(field, 0, Workers.of(1))).isEqualTo(1);
  }

  @Test
  void equalsAFullSortForSmallFieldsOfAllShapes() {
    for (int number = 0; number < 1200; number++) {
      double[] field = RandomFields.field(1 + number % 97, number);
      for (double quantile : QUANTILES) {
        assertThat(MagnitudeQuantile.of(field, quantile, Workers.of(1)))
            .as("field %d, quantile %s", number, quantile)
            .isEqualTo(DenseReference.quantile(field, quantile));
      }
    }
  }

  @Test
  void equalsAFullSortForLargeFieldsOfAllShapes() {
    for (int number = 0; number < 12; number++) {
      double[] field = RandomFields.field(300_001 + number, number);
      for (double quantile : QUANTILES) {
        assertThat(MagnitudeQuantile.of(field, quantile, Workers.of(1)))
            .as("field %d, quantile %s", number, quantile)
            .isEqualTo(DenseReference.quantile(field, quantile));
      }
    }
  }

  @Test
  void selectsByDigitsWhatTheSampleDoesNotTell() {
    for (int number = 0; number < 24; number++) {
      double[] field = RandomFields.field(1 + 3_011 * number, number);
      long[] sorted =
          Arrays.stream(field)
              .map(Math::abs)
              .sorted()
              .mapToLong(Double::doubleToLongBits)
              .toArray();
      for (double quantile : QUANTILES) {
        int k = (int) (quantile * (field.length - 1));
        assertThat(RadixSelection.select(field, k))
            .isEqualTo(new OrderPair(sorted[k], sorted[Math.min(k + 1, field.length - 1)]));
      }
    }
  }

  @Test
  void isExactWhereEverySampleMisleads() {
    double[] field = new double[400_000]; // each stretch's sampled entry may be of either kind
    for (int period : new int[] {2, 3, 7, 24, 25, 64}) {
      Arrays.setAll(field, i -> i % period == 0 ? 1.0 + i : -1e-3 * (i % 1000));
      for (double quantile : QUANTILES) {
        assertThat(MagnitudeQuantile.of(field, quantile, Workers.of(1)))
            .isEqualTo(DenseReference.quantile(field, quantile));
      }
    }
  }

  @Test
  void doesNotDependOnThreads() {
    double[] field = RandomFields.field(700_001, 1);
    try (Workers three = Workers.of(3)) {
      for (double quantile : QUANTILES) {
        assertThat(MagnitudeQuantile.of(field, quantile, three))
            .isEqualTo(MagnitudeQuantile.of(field, quantile, Workers.of(1)));
      }
    }
  }

  @Test
  void findsTheNextMagnitudeAcrossADistantGap() {
    double[] field = new double[200_001];
    Arrays.fill(field, 0, 180_001, -1e-300);
    Arrays.fill(field, 180_001, field.length, 1e300);
    assertThat(MagnitudeQuantile.of(field, 0.9, Workers.of(1))).isEqualTo(1e-300);
    assertThat(MagnitudeQuantile.of(field, 0.900001, Workers.of(1)))
        .isEqualTo(DenseReference.quantile(field, 0.900001))
        .isGreaterThan(1e299);
  }

  @Test
  void givesZeroWhereAlmostAllEntriesAreZero() {
    double[] field = new double[150_000];
    Arrays.setAll(field, i -> i % 40 == 0 ? 1.0 + i : i % 2 == 0 ? 0.0 : -0.0);
    assertThat(MagnitudeQuantile.of(field, 0.9, Workers.of(1))).isEqualTo(0.0);
  }

  @Test
  void marksExactlyWhatLiesAboveItAndLeavesTheRoomEmpty() {
    try (Workers three = Workers.of(3)) {
      for (int number = 0; number < 120; number++) {
        int entries = 1 + (number * 104_729) % 250_000;
        double[] field = RandomFields.field(entries, number);
        if (number % 4 == 0) {
          Arrays.setAll(field, i -> i % 3 == 0 ? field[i] : 0.0);
        }
        long[] marks = new long[(entries + 63) / 64];
        Arrays.fill(marks, -1L);
        double[] room = new double[number % 2 == 0 ? entries : 1000];
        double quantile = QUANTILES[number % QUANTILES.length];
        double tau =
            MagnitudeQuantile.mark(field, quantile, marks, room, number % 3 == 0 ? three : ONE);
        assertThat(tau).isEqualTo(DenseReference.quantile(field, quantile));
        long[] expected = new long[marks.length];
        for (int i = 0; i < entries; i++) {
          if (Math.abs(field[i]) > tau) {
            expected[i >>> 6] |= 1L << i;
          }
        }
        assertThat(marks).isEqualTo(expected);
        assertThat(room).containsOnly(0.0);
      }
    }
  }

  @Test
  void leavesTheFieldAlone() {
    double[] field = RandomFields.field(100_000, 1);
    double[] before = field.clone();
    MagnitudeQuantile.of(field, 0.9, Workers.of(1));
    assertThat(field).isEqualTo(before);
  }
}
