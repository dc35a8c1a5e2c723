package org.gradienttransport.udfs.scaling.form;

import org.gradienttransport.schemas.vocabulary.LawVariable;

/** A form on one set of rows: predicts their losses and differentiates what was predicted. */
public interface BoundForm {
  /**
   * Predicts.
   *
   * @param theta the form's parameters
   * @param lnLoss receives ln L of each row
   */
  void predict(double[] theta, double[] lnLoss);

  /**
   * The gradient of a sum over rows at the parameters predicted last.
   *
   * @param weights derivative of the sum by each row's ln L
   * @param gradient receives its derivative by each parameter
   */
  void backpropagate(double[] weights, double[] gradient);

  /**
   * Derivatives of one row's ln L by each parameter, at the parameters predicted last.
   *
   * @param gradient receives them
   */
  void differentiate(int row, double[] gradient);

  /**
   * The largest share of the loss that the term in a variable has in any row, at the parameters
   * predicted last: of the sum that the loss is, or is a power of.
   */
  double largestShare(LawVariable variable);

  /**
   * J'WJ at the parameters predicted last, J the derivatives of the rows' ln L by the parameters.
   *
   * @param weights W, one per row
   */
  double[][] products(double[] weights);
}
