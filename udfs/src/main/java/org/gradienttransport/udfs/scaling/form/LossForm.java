package org.gradienttransport.udfs.scaling.form;

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
  /** Its word in tables. */
  LawForm word();

  /** Names of theta's elements, in order. */
  List<String> parameters();

  /** What the loss depends on: the columns that rows must have. */
  List<LawVariable> variables();

  /** Where theta holds the logarithm of the irreducible loss, if the form has one. */
  OptionalInt floor();

  /** Starts of a fit, in a fixed order (METHOD-SCALING section 3). */
  List<double[]> starts(LossRows rows, StartGrid grid);

  /** Named coefficients as published (A, B, E, alpha, ...), in a fixed order. */
  Map<String, Double> coefficients(double[] theta);

  /** Names of the coefficients that theta stands for, in its order; others follow from them. */
  default List<String> coefficientNames() {
    int parameters = parameters().size();
    return coefficients(new double[parameters]).keySet().stream().limit(parameters).toList();
  }

  /**
   * The parameters that published coefficients stand for.
   *
   * @throws IllegalArgumentException naming a coefficient that is missing or not positive
   */
  double[] theta(Map<String, Double> coefficients);

  /** The form on rows, for one thread. */
  BoundForm on(LossRows rows);

  /** ln L of each row. */
  default double[] predict(double[] theta, LossRows rows) {
    double[] lnLoss = new double[rows.size()];
    on(rows).predict(theta, lnLoss);
    return lnLoss;
  }
}
