package org.gradienttransport.udfs.relax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MagnitudeScanTest {
  private static final double[] ODD = {
    0.0,
    -0.0,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Double.MAX_VALUE,
    Double.NEGATIVE_INFINITY,
    Double.NaN,
    Double.longBitsToDouble(0xFFF8000000000000L)
  };

  @Test
  void marksExactlyWhatComparingMarks() {
    for (int number = 0; number < 400; number++) {
      SplittableRandom random = new SplittableRandom(number);
      double[] field = new double[1 + number];
      for (int i = 0; i < field.length; i++) {
        field[i] = entry(random);
      }
      double limit = Math.abs(limit(field[random.nextInt(field.length)]));
      long[] words = new long[field.length / 64 + 1];
      new MagnitudeScan().above(field, 0, field.length, limit, words);
      for (int i = 0; i < 64 * words.length; i++) {
        boolean above = i < field.length && Math.abs(field[i]) > limit;
        assertThat((words[i >>> 6] >>> i & 1) == 1)
            .as("entry %s of %s, limit %s", i, field.length, limit)
            .isEqualTo(above);
        if (i < field.length) {
          assertThat(MagnitudeScan.above(field[i], limit)).isEqualTo(above ? 1 : 0);
        }
      }
    }
  }

  @Test
  void writesOnlyTheWordsOfItsEntries() {
    double[] field = new double[1000];
    field[640] = 2;
    field[700] = 2;
    long[] words = {7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7};
    new MagnitudeScan().above(field, 640, 704, 1.0, words);
    assertThat(words).containsExactly(7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 1 | 1L << 60, 7, 7, 7, 7, 7);
  }

  private static double entry(SplittableRandom random) {
    return random.nextInt(3) == 0 ? ODD[random.nextInt(ODD.length)] : random.nextDouble(-1, 1);
  }

  private static double limit(double value) {
    return Double.isFinite(value) ? value : 0.5;
  }
}
