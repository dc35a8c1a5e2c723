package org.gradienttransport.udfs.scaling.fit;

import java.util.Arrays;

/** Parameters of a form as a value: equal where all bits are. */
public final class Theta {
  private final double[] values;

  private Theta(double[] values) {
    this.values = values;
  }

  /** The parameters, in the form's order. */
  public static Theta of(double... values) {
    return new Theta(values.clone());
  }

  /** A copy of the parameters. */
  public double[] toArray() {
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Theta theta && Arrays.equals(values, theta.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
