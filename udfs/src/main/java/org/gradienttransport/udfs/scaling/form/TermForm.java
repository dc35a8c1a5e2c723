package org.gradienttransport.udfs.scaling.form;

import java.util.List;
import org.gradienttransport.schemas.vocabulary.LawVariable;
import org.gradienttransport.udfs.scaling.LossRows;

/**
 * A form whose loss is a power of a sum of power laws: ln L = s ln(sum over k of exp(p_k - q_k
 * x_k)), x_k the logarithm of the k-th term's variable. Only (p, q, s) as functions of theta differ
 * between forms; the rows are the same work for all of them.
 */
abstract class TermForm implements LossForm {
  /** Variable of each term; null for a constant one. */
  private final LawVariable[] terms;

  TermForm(LawVariable... terms) {
    this.terms = terms;
  }

  /**
   * Terms at theta.
   *
   * @param p receives the logarithm of each term's factor
   * @param q receives each term's exponent; of a constant term it is not read
   * @return s
   */
  abstract double terms(double[] theta, double[] p, double[] q);

  /**
   * The chain rule from the terms to theta.
   *
   * @param dp derivative by each p
   * @param dq derivative by each q
   * @param ds derivative by s
   * @param gradient receives the derivative by each element of theta
   */
  abstract void chain(double[] theta, double[] dp, double[] dq, double ds, double[] gradient);

  final int termCount() {
    return terms.length;
  }

  /** Whether a term is one of a variable. */
  final boolean isOf(int term, LawVariable variable) {
    return terms[term] == variable;
  }

  /** Logarithms of a term's variable in each row; null for a constant term. */
  final double[] logs(int term, LossRows rows) {
    return terms[term] == null ? null : rows.logs(terms[term]);
  }

  @Override
  public final List<LawVariable> variables() {
    return java.util.Arrays.stream(terms).filter(java.util.Objects::nonNull).distinct().toList();
  }

  @Override
  public final BoundForm on(LossRows rows) {
    return new BoundTerms(this, rows);
  }

  @Override
  public final String toString() {
    return word().word() + variables().stream().map(LawVariable::word).toList();
  }
}
