package org.gradienttransport.udfs.nulls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BoxMullerTest {
  private static final double LAST = 0x1p-53 * (0x1p53 - 1);

  @Test
  void takesLogarithmsAsStrictMathDoesToTheLastBit() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 2_000_000; i++) {
      double x = (random.nextLong() >>> (11 + i % 40)) * 0x1p-53 + 0x1p-54;
      expectLog(Math.min(x, 1.0));
    }
    for (double x : new double[] {0x1p-54, 0x1p-53, 0.25, 0.5, 0.75, LAST, 1.0}) {
      expectLog(x);
      expectLog(Math.nextDown(x));
      expectLog(Math.min(1.0, Math.nextUp(x)));
    }
  }

  private static void expectLog(double x) {
    long expected = Double.doubleToRawLongBits(StrictMath.log(x));
    if (Double.doubleToRawLongBits(BoxMuller.log(x)) != expected) {
      assertThat(BoxMuller.log(x)).as("log %s", x).isEqualTo(StrictMath.log(x));
    }
  }

  @Test
  void takesSineAndCosineAsStrictMathDoesToTheLastBit() {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 2_000_000; i++) {
      expectCosSin(2.0 * Math.PI * random.nextDouble());
    }
    for (int eighth = 0; eighth <= 8; eighth++) {
      double centre = eighth * Math.PI / 4;
      for (int i = 0; i < 50_000; i++) {
        double angle = centre + (random.nextDouble() - 0.5) * Math.pow(2, -(i % 50));
        expectCosSin(Math.max(0, Math.min(2 * Math.PI, angle)));
      }
    }
    expectCosSin(2.0 * Math.PI * 0x1p-54);
    expectCosSin(2.0 * Math.PI * LAST);
    expectCosSin(2.0 * Math.PI);
  }

  private static void expectCosSin(double angle) {
    double[] out = new double[2];
    BoxMuller.scaledCosSin(angle, 1.25, out, 0);
    double cos = 1.25 * StrictMath.cos(angle);
    double sin = 1.25 * StrictMath.sin(angle);
    if (Double.doubleToRawLongBits(out[0]) != Double.doubleToRawLongBits(cos)
        || Double.doubleToRawLongBits(out[1]) != Double.doubleToRawLongBits(sin)) {
      assertThat(out).as("angle %s", angle).containsExactly(cos, sin);
    }
  }
}
