package org.gradienttransport.udfs.fit;

import java.util.Locale;

/** What could describe log y over log N; from the simplest to the richest. */
public enum ScalingModel {
  /** y does not depend on N. Parameters: level, error variance. */
  CONSTANT(2),
  /** One exponent. Parameters: slope, intercept, error variance. */
  POWER_LAW(3),
  /** Two exponents that meet at one of the inner scales. One slope more, and the break. */
  TWO_SLOPE(5);

  private final int parameters;

  ScalingModel(int parameters) {
    this.parameters = parameters;
  }

  /** Parameters that an information criterion counts. */
  int parameters() {
    return parameters;
  }

  /** The name as published in tables: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
