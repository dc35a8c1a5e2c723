package org.gradienttransport.udfs.scaling.form;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawVariable;
import org.gradienttransport.udfs.scaling.LossRows;

/**
 * A form of the scaling law of the loss (METHOD-SCALING section 2). Immutable.
 *
 * <p>theta is what an optimiser sees: exponents, and logarithms of everything else.
 */
public interface LossForm {
  /** How the name of a parameter that is a logarithm begins. */
  String LOGARITHM = "ln_";

  /** Its word in tables. */
  LawForm word();

  /** Names of theta's elements, in order; those of logarithms begin with {@code ln_}. */
  List<String> parameters();

  /** What the loss depends on: the columns that rows must have. */
  List<LawVariable> variables();

  /** Where theta holds the logarithm of the irreducible loss, if the form has one. */
  default OptionalInt floor() {
    return OptionalInt.empty();
  }

  /** Starts of a fit, in a fixed order (METHOD-SCALING section 3). */
  List<double[]> starts(LossRows rows, StartGrid grid);

  /** Named coefficients as published: those that theta stands for, then what follows from them. */
  default Map<String, Double> coefficients(double[] theta) {
    Map<String, Double> coefficients = new LinkedHashMap<>();
    for (int i = 0; i < theta.length; i++) {
      boolean logarithm = parameters().get(i).startsWith(LOGARITHM);
      coefficients.put(coefficientNames().get(i), logarithm ? StrictMath.exp(theta[i]) : theta[i]);
    }
    return coefficients;
  }

  /** Names of the coefficients that theta stands for, in its order: A, B, E, alpha, ... */
  default List<String> coefficientNames() {
    return parameters().stream()
        .map(name -> name.startsWith(LOGARITHM) ? name.substring(LOGARITHM.length()) : name)
        .toList();
  }

  /**
   * The parameters that published coefficients stand for.
   *
   * @throws IllegalArgumentException naming a coefficient that is missing or not positive
   */
  default double[] theta(Map<String, Double> coefficients) {
    double[] theta = new double[parameters().size()];
    for (int i = 0; i < theta.length; i++) {
      String name = coefficientNames().get(i);
      Double value = coefficients.get(name);
      if (value == null || !Double.isFinite(value)) {
        throw new IllegalArgumentException(
            word().word() + " needs a finite coefficient " + name + ", got " + value);
      }
      boolean logarithm = parameters().get(i).startsWith(LOGARITHM);
      if (logarithm && !LossRows.usable(value)) {
        throw new IllegalArgumentException(
            word().word() + " needs a positive coefficient " + name + ", got " + value);
      }
      theta[i] = logarithm ? StrictMath.log(value) : value;
    }
    return theta;
  }

  /** The form on rows, for one thread. */
  BoundForm on(LossRows rows);

  /** ln L of each row. */
  default double[] predict(double[] theta, LossRows rows) {
    double[] lnLoss = new double[rows.size()];
    on(rows).predict(theta, lnLoss);
    return lnLoss;
  }
}
