package org.gradienttransport.udfs.scaling.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ArrayMathTest {
  private static final int COUNT = 200_000;

  @Test
  void exponentialsAreWithinTwoUnitsInTheLastPlace() {
    double[] x = new SplittableRandom(1).doubles(COUNT, -708, 708).toArray();
    double[] out = new double[COUNT];

    ArrayMath.exp(x, out, new double[COUNT]);

    for (int i = 0; i < COUNT; i++) {
      double exact = StrictMath.exp(x[i]);
      assertThat(out[i]).as("e^%s", x[i]).isCloseTo(exact, within(2 * Math.ulp(exact)));
    }
  }

  @Test
  void exponentialsAreExactAtZeroAndBoundedFarAway() {
    double[] x = {0.0, -0.0, -1e9, 1e9, Double.NEGATIVE_INFINITY};
    double[] out = new double[x.length];

    ArrayMath.exp(x, out, new double[x.length]);

    assertThat(out[0]).isEqualTo(1.0);
    assertThat(out[1]).isEqualTo(1.0);
    assertThat(out[2]).isPositive().isLessThan(1e-300);
    assertThat(out[3]).isFinite().isGreaterThan(1e300);
    assertThat(out[4]).isPositive().isLessThan(1e-300);
  }

  @Test
  void whatIsNoNumberStaysNone() {
    double[] out = new double[1];

    ArrayMath.exp(new double[] {Double.NaN}, out, new double[1]);

    assertThat(out[0]).isNaN();
  }

  @Test
  void logarithmsOfOneToThreeAreWithinRounding() {
    double[] x = new SplittableRandom(2).doubles(COUNT, 1, 3).toArray();
    x[0] = 1.0;
    x[1] = 3.0;
    double[] out = new double[COUNT];

    ArrayMath.log(x, out, new double[COUNT]);

    for (int i = 0; i < COUNT; i++) {
      assertThat(out[i]).as("ln %s", x[i]).isCloseTo(StrictMath.log(x[i]), within(1e-15));
    }
  }
}
