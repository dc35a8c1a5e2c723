package org.gradienttransport.udfs.scaling.form;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawVariable;
import org.gradienttransport.udfs.scaling.LossRows;

/**
 * (N_c / N)^alpha_N + (S_c / S)^alpha_S (Kaplan et al. 2020, Eq. 1.6); theta = (ln N_c, ln S_c,
 * alpha_N, alpha_S).
 */
final class KaplanSteps extends TermForm {
  private static final double[] STEPS = {5, 8, 12};
  private static final double[] STEP_EXPONENTS = {0.3, 0.7, 1.2};

  KaplanSteps() {
    super(LawVariable.PARAMS, LawVariable.STEPS);
  }

  @Override
  public LawForm word() {
    return LawForm.KAPLAN_NS;
  }

  @Override
  public List<String> parameters() {
    return List.of("ln_N_c", "ln_S_c", "alpha_n", "alpha_s");
  }

  @Override
  public OptionalInt floor() {
    return OptionalInt.empty();
  }

  @Override
  public List<double[]> starts(LossRows rows, StartGrid grid) {
    return Starts.grid(KaplanData.FACTORS, STEPS, KaplanData.EXPONENTS, STEP_EXPONENTS);
  }

  @Override
  public Map<String, Double> coefficients(double[] theta) {
    Map<String, Double> coefficients = new LinkedHashMap<>();
    coefficients.put("N_c", StrictMath.exp(theta[0]));
    coefficients.put("S_c", StrictMath.exp(theta[1]));
    coefficients.put("alpha_n", theta[2]);
    coefficients.put("alpha_s", theta[3]);
    return coefficients;
  }

  @Override
  public double[] theta(Map<String, Double> coefficients) {
    NamedCoefficients named = new NamedCoefficients(this, coefficients);
    return new double[] {
      named.logarithm("N_c"),
      named.logarithm("S_c"),
      named.exponent("alpha_n"),
      named.exponent("alpha_s")
    };
  }

  @Override
  double terms(double[] theta, double[] p, double[] q) {
    p[0] = theta[2] * theta[0];
    q[0] = theta[2];
    p[1] = theta[3] * theta[1];
    q[1] = theta[3];
    return 1.0;
  }

  @Override
  void chain(double[] theta, double[] dp, double[] dq, double ds, double[] gradient) {
    gradient[0] = dp[0] * theta[2];
    gradient[1] = dp[1] * theta[3];
    gradient[2] = dp[0] * theta[0] + dq[0];
    gradient[3] = dp[1] * theta[1] + dq[1];
  }
}
