package org.gradienttransport.bench;

/** What the memory can do, measured then and there. */
final class Yardsticks {
  private Yardsticks() {}

  /** One streaming read of a field. */
  static double read(double[] field) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 4 <= field.length; i += 4) {
      a += field[i];
      b += field[i + 1];
      c += field[i + 2];
      d += field[i + 3];
    }
    return a + b + c + d;
  }

  /** Independent additions to 8-byte numbers in random order, at given places past an offset. */
  static void update(double[] sums, int[] places, int offset) {
    for (int place : places) {
      sums[offset + place] += 1.5;
    }
  }

  /** As many reads at random places as a field has entries, each written to the next entry. */
  static void gather(double[] from, int[] places, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = from[places[i]];
    }
  }

  /** Random places below a bound, by a multiplicative generator. */
  static int[] places(int count, int bound) {
    int[] places = new int[count];
    long state = 88_172_645_463_325_252L;
    for (int i = 0; i < count; i++) {
      state ^= state << 13;
      state ^= state >>> 7;
      state ^= state << 17;
      places[i] = (int) Math.multiplyHigh(state & Long.MAX_VALUE, 2L * bound);
    }
    return places;
  }
}
