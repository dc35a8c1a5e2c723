package org.gradienttransport.udfs.random;

import java.util.Arrays;

/**
 * {@link Philox4x32} for many consecutive counters at once, round by round over all of them, which
 * the compiler turns into vector instructions. One instance serves one thread.
 */
public final class PhiloxBatch {
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final int ROUNDS = 10;
  private static final long UNSIGNED = 0xFFFFFFFFL;

  private final long[] words0;
  private final long[] words1;
  private final long[] words2;
  private final long[] words3;

  /** Room for so many draws. */
  public PhiloxBatch(int size) {
    words0 = new long[size];
    words1 = new long[size];
    words2 = new long[size];
    words3 = new long[size];
  }

  /**
   * Draws for the counters (first, counter2, counter3) to (first + size - 1, counter2, counter3),
   * the first part having 64 bits.
   */
  public void draw(int key0, int key1, long first, int counter2, int counter3) {
    for (int i = 0; i < words0.length; i++) {
      words0[i] = (first + i) & UNSIGNED;
      words1[i] = (first + i) >>> 32;
    }
    Arrays.fill(words2, counter2 & UNSIGNED);
    Arrays.fill(words3, counter3 & UNSIGNED);
    int k0 = key0;
    int k1 = key1;
    for (int round = 0; round < ROUNDS; round++) {
      round(k0 & UNSIGNED, k1 & UNSIGNED);
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
  }

  /** So short that the compiler unrolls it far enough for vectors. */
  private void round(long key0, long key1) {
    long[] w0 = words0;
    long[] w1 = words1;
    long[] w2 = words2;
    long[] w3 = words3;
    for (int i = 0; i < w0.length; i++) {
      long product0 = MULTIPLIER_0 * w0[i];
      long product1 = MULTIPLIER_1 * w2[i];
      w0[i] = (product1 >>> 32) ^ w1[i] ^ key0;
      w1[i] = product1 & UNSIGNED;
      w2[i] = (product0 >>> 32) ^ w3[i] ^ key1;
      w3[i] = product0 & UNSIGNED;
    }
  }

  /** Upper 53 bits of each draw's first two words as one number, {@code out[0] | out[1] << 32}. */
  public void first(double[] numbers) {
    upper(words0, words1, numbers);
  }

  /** Upper 53 bits of each draw's last two words as one number, {@code out[2] | out[3] << 32}. */
  public void second(double[] numbers) {
    upper(words2, words3, numbers);
  }

  private static void upper(long[] low, long[] high, double[] numbers) {
    for (int i = 0; i < low.length; i++) {
      numbers[i] = (low[i] >>> 11) | (high[i] << 21);
    }
  }
}
