package org.gradienttransport.udfs.scaling.form;

import java.util.Map;
import org.gradienttransport.udfs.scaling.LossRows;

/** Reads named coefficients that somebody published. */
final class NamedCoefficients {
  private final LossForm form;
  private final Map<String, Double> coefficients;

  NamedCoefficients(LossForm form, Map<String, Double> coefficients) {
    this.form = form;
    this.coefficients = coefficients;
  }

  double exponent(String name) {
    Double value = coefficients.get(name);
    if (value == null || !Double.isFinite(value)) {
      throw new IllegalArgumentException(
          form.word().word() + " needs a finite coefficient " + name + ", got " + value);
    }
    return value;
  }

  double logarithm(String name) {
    double value = exponent(name);
    if (!LossRows.usable(value)) {
      throw new IllegalArgumentException(
          form.word().word() + " needs a positive coefficient " + name + ", got " + value);
    }
    return StrictMath.log(value);
  }
}
