package org.gradienttransport.udfs.random;

import java.util.Arrays;

/**
 * {@link Philox4x32} for many consecutive counters at once, round by round over all of them, which
 * the compiler turns into vector instructions. One instance serves one thread.
 *
 * <p>Words 0 and 1, and 2 and 3, lie in one number each, the even one above: as a product's upper
 * half goes into the one and its lower half is the other, a round is {@code x, y = M1 hi(y) ^ (x <<
 * 32) ^ (k0 << 32), M0 hi(x) ^ (y << 32) ^ (k1 << 32)}.
 */
public final class PhiloxBatch {
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final int ROUNDS = 10;
  private static final long LOW_WORD = 0xFFFFFFFFL;

  private final long[] words01;
  private final long[] words23;

  /** Room for so many draws. */
  public PhiloxBatch(int size) {
    words01 = new long[size];
    words23 = new long[size];
  }

  /**
   * Draws for the counters (first, counter2, counter3) to (first + size - 1, counter2, counter3),
   * the first part having 64 bits.
   */
  public void draw(int key0, int key1, long first, int counter2, int counter3) {
    for (int i = 0; i < words01.length; i++) {
      words01[i] = Long.rotateLeft(first + i, 32);
    }
    Arrays.fill(words23, above(counter2) | (counter3 & LOW_WORD));
    int k0 = key0;
    int k1 = key1;
    for (int round = 0; round < ROUNDS; round++) {
      round(above(k0), above(k1));
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
  }

  private static long above(int word) {
    return (long) word << 32;
  }

  /** So short that the compiler unrolls it far enough for vectors. */
  private void round(long key0, long key1) {
    long[] w01 = words01;
    long[] w23 = words23;
    for (int i = 0; i < w01.length; i++) {
      long x = MULTIPLIER_1 * (w23[i] >>> 32) ^ (w01[i] << 32) ^ key0;
      w23[i] = MULTIPLIER_0 * (w01[i] >>> 32) ^ (w23[i] << 32) ^ key1;
      w01[i] = x;
    }
  }

  /** Upper 53 bits of each draw's first two words as one number, {@code out[0] | out[1] << 32}. */
  public void first(double[] numbers) {
    upper(words01, numbers);
  }

  /** Upper 53 bits of each draw's last two words as one number, {@code out[2] | out[3] << 32}. */
  public void second(double[] numbers) {
    upper(words23, numbers);
  }

  private static void upper(long[] words, double[] numbers) {
    for (int i = 0; i < words.length; i++) {
      numbers[i] = (words[i] >>> 43) | ((words[i] & LOW_WORD) << 21);
    }
  }
}
