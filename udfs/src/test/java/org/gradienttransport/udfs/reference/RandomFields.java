package org.gradienttransport.udfs.reference;

import java.util.SplittableRandom;

/** Fields of many shapes for tests, each a pure function of its number. */
public final class RandomFields {
  private RandomFields() {}

  /** Gaussian, heavy-tailed, tied, mostly zero or signed-zero entries, depending on the number. */
  public static double[] field(int entries, long number) {
    SplittableRandom random = new SplittableRandom(number);
    double[] field = new double[entries];
    for (int i = 0; i < entries; i++) {
      field[i] = entry(random, Math.floorMod(number, 6));
    }
    return field;
  }

  private static double entry(SplittableRandom random, int shape) {
    double gaussian = random.nextGaussian();
    return switch (shape) {
      case 0 -> gaussian;
      case 1 -> gaussian * Math.exp(3 * random.nextGaussian());
      case 2 -> Math.rint(2 * gaussian) / 4; // many ties, zeros of both signs
      case 3 -> random.nextInt(20) == 0 ? gaussian : -0.0;
      case 4 -> gaussian * Double.MIN_VALUE * 4; // shares that underflow
      default -> (float) (1e-3 * gaussian);
    };
  }
}
