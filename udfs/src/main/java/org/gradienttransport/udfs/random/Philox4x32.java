package org.gradienttransport.udfs.random;

/**
 * Philox4x32-10, the counter-based generator of Random123 (Salmon et al., "Parallel random numbers:
 * as easy as 1, 2, 3", SC 2011).
 *
 * <p>An instance only holds the last output, so that drawing allocates nothing; it has no state a
 * draw depends on. One instance serves one thread.
 */
public final class Philox4x32 {
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final int ROUNDS = 10;
  private static final long UNSIGNED = 0xFFFFFFFFL;

  private int out0;
  private int out1;
  private int out2;
  private int out3;

  /** Draws the four words for one key and counter, each an unsigned 32-bit number. */
  public void draw(int key0, int key1, int counter0, int counter1, int counter2, int counter3) {
    int k0 = key0;
    int k1 = key1;
    int c0 = counter0;
    int c1 = counter1;
    int c2 = counter2;
    int c3 = counter3;
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = MULTIPLIER_0 * (c0 & UNSIGNED);
      long product1 = MULTIPLIER_1 * (c2 & UNSIGNED);
      c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
      c1 = (int) product1;
      c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
      c3 = (int) product0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    out0 = c0;
    out1 = c1;
    out2 = c2;
    out3 = c3;
  }

  /** Word {@code index} (0 to 3) of the last draw. */
  public int word(int index) {
    return switch (index) {
      case 0 -> out0;
      case 1 -> out1;
      case 2 -> out2;
      case 3 -> out3;
      default -> throw new IndexOutOfBoundsException("a draw has words 0 to 3, asked " + index);
    };
  }

  /** The first two words as one unsigned 64-bit number, {@code out[0] | out[1] << 32}. */
  public long first() {
    return (out0 & UNSIGNED) | ((long) out1 << 32);
  }

  /** The last two words as one unsigned 64-bit number, {@code out[2] | out[3] << 32}. */
  public long second() {
    return (out2 & UNSIGNED) | ((long) out3 << 32);
  }
}
