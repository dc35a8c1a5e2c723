package org.gradienttransport.udfs.scaling.form;

import java.util.List;
import java.util.Locale;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawVariable;
import org.gradienttransport.udfs.scaling.LossRows;

/** (X_c / X)^alpha (Kaplan et al. 2020, Eqs. 1.1 to 1.3); theta = (ln X_c, alpha). */
final class Power extends TermForm {
  private static final double[] FACTORS = {20, 30, 40, 60};
  private static final double[] EXPONENTS = {0.02, 0.05, 0.1, 0.3};

  private final LawVariable variable;

  Power(LawVariable variable) {
    super(variable);
    this.variable = variable;
  }

  @Override
  public LawForm word() {
    return LawForm.POWER;
  }

  @Override
  public List<String> parameters() {
    return List.of("ln_" + letter() + "_c", "alpha_" + letter().toLowerCase(Locale.ROOT));
  }

  @Override
  public List<double[]> starts(LossRows rows, StartGrid grid) {
    return Starts.grid(FACTORS, EXPONENTS);
  }

  @Override
  double terms(double[] theta, double[] p, double[] q) {
    p[0] = theta[1] * theta[0];
    q[0] = theta[1];
    return 1.0;
  }

  @Override
  void chain(double[] theta, double[] dp, double[] dq, double ds, double[] gradient) {
    gradient[0] = dp[0] * theta[1];
    gradient[1] = dp[0] * theta[0] + dq[0];
  }

  private String letter() {
    return switch (variable) {
      case PARAMS -> "N";
      case TOKENS -> "D";
      case STEPS -> "S";
      case FLOPS -> "C";
      case UNIQUE_TOKENS -> "U";
    };
  }
}
