package org.gradienttransport.udfs.scaling.form;

import java.util.List;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawVariable;

/**
 * A law of N and of another variable V without a floor: theta = (ln N_c, ln V_c, alpha_N, alpha_V).
 */
abstract class KaplanForm extends TermForm {
  static final double[] SIZES = {20, 30, 40};
  static final double[] EXPONENTS = {0.05, 0.1, 0.3};

  private final LawForm word;
  private final String factor;
  private final String exponent;

  /**
   * A form.
   *
   * @param other variable beside N
   * @param factor name of V_c
   * @param exponent name of alpha_V
   */
  KaplanForm(LawForm word, LawVariable other, String factor, String exponent) {
    super(LawVariable.PARAMS, other);
    this.word = word;
    this.factor = factor;
    this.exponent = exponent;
  }

  @Override
  public LawForm word() {
    return word;
  }

  @Override
  public List<String> parameters() {
    return List.of("ln_N_c", "ln_" + factor, "alpha_n", exponent);
  }
}
