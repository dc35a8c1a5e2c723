package org.gradienttransport.udfs.nulls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class BoxMullerTest {
  private static final double LAST = 0x1p-53 * (0x1p53 - 1);
  private static final double RADIUS = 1.25;
  private static final int SIZE = 100;

  private final BoxMuller transform = new BoxMuller(SIZE);
  private final double[] arguments = new double[SIZE];
  private final double[] out = new double[SIZE];
  private final double[] sines = new double[SIZE];
  private final double[] radii = new double[SIZE];

  @Test
  void takesLogarithmsAsStrictMathDoesToTheLastBit() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 20_000; i++) {
      int shift = 11 + i % 40;
      expectLogs(() -> Math.min((random.nextLong() >>> shift) * 0x1p-53 + 0x1p-54, 1.0));
    }
  }

  @Test
  void takesLogarithmsNextToEveryPowerOfTwoAndEveryBranch() {
    SplittableRandom random = new SplittableRandom(3);
    for (double power = 1.0; power >= Double.MIN_NORMAL; power *= 0.5) {
      double base = power;
      // Powers of two, where f changes formula, and where the exponent is rounded up.
      for (double centre : new double[] {1.0, 0.75, 1.3807, 1.4142, 1.4198}) {
        expectLogs(() -> inRange(base * centre * (1 + random.nextInt(-50, 50) * 0x1p-52)));
        expectLogs(() -> inRange(base * centre * (1 + (random.nextDouble() - 0.5) * 0x1p-18)));
      }
    }
    expectLogs(() -> LAST);
    expectLogs(() -> 0x1p-54);
    expectLogs(() -> Double.MIN_NORMAL);
  }

  private static double inRange(double x) {
    return Math.max(Double.MIN_NORMAL, Math.min(x, 1.0));
  }

  private void expectLogs(DoubleSupplier draw) {
    for (int i = 0; i < SIZE; i++) {
      arguments[i] = draw.getAsDouble();
    }
    transform.log(arguments, out);
    for (int i = 0; i < SIZE; i++) {
      expectSame("log", arguments[i], out[i], StrictMath.log(arguments[i]));
    }
  }

  @Test
  void takesSineAndCosineAsStrictMathDoesToTheLastBit() {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 20_000; i++) {
      expectCosSins(() -> 2.0 * Math.PI * random.nextDouble());
    }
  }

  @Test
  void takesSineAndCosineAroundMultiplesOfAnEighthOfATurn() {
    SplittableRandom random = new SplittableRandom(4);
    for (int eighth = 0; eighth <= 8; eighth++) {
      double centre = eighth * Math.PI / 4;
      for (int scale = 0; scale < 60; scale++) {
        double width = Math.pow(2, -scale);
        for (int i = 0; i < 10; i++) {
          expectCosSins(() -> inTurn(centre + (random.nextDouble() - 0.5) * width));
        }
      }
    }
    for (double angle : new double[] {0, Double.MIN_VALUE, 0x1p-1030, 0x1p-54, 2 * Math.PI}) {
      expectCosSins(() -> angle);
    }
    expectCosSins(() -> 2.0 * Math.PI * LAST);
  }

  private static double inTurn(double angle) {
    return Math.max(0, Math.min(2 * Math.PI, angle));
  }

  private void expectCosSins(DoubleSupplier draw) {
    for (int i = 0; i < SIZE; i++) {
      arguments[i] = draw.getAsDouble();
      radii[i] = RADIUS;
    }
    transform.scaledCosSin(arguments, radii, out, sines);
    for (int i = 0; i < SIZE; i++) {
      expectSame("cos", arguments[i], out[i], RADIUS * StrictMath.cos(arguments[i]));
      expectSame("sin", arguments[i], sines[i], RADIUS * StrictMath.sin(arguments[i]));
    }
  }

  private static void expectSame(String function, double x, double found, double expected) {
    if (Double.doubleToRawLongBits(found) != Double.doubleToRawLongBits(expected)) {
      assertThat(found).as("%s %s", function, x).isEqualTo(expected);
    }
  }
}
