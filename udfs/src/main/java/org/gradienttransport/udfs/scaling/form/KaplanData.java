package org.gradienttransport.udfs.scaling.form;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawVariable;
import org.gradienttransport.udfs.scaling.LossRows;

/**
 * ((N_c / N)^(alpha_N / alpha_D) + D_c / D)^alpha_D (Kaplan et al. 2020, Eq. 1.5); theta = (ln N_c,
 * ln D_c, alpha_N, alpha_D).
 */
final class KaplanData extends TermForm {
  static final double[] FACTORS = {20, 30, 40};
  static final double[] EXPONENTS = {0.05, 0.1, 0.3};

  KaplanData() {
    super(LawVariable.PARAMS, LawVariable.TOKENS);
  }

  @Override
  public LawForm word() {
    return LawForm.KAPLAN_ND;
  }

  @Override
  public List<String> parameters() {
    return List.of("ln_N_c", "ln_D_c", "alpha_n", "alpha_d");
  }

  @Override
  public OptionalInt floor() {
    return OptionalInt.empty();
  }

  @Override
  public List<double[]> starts(LossRows rows, StartGrid grid) {
    return Starts.grid(FACTORS, FACTORS, EXPONENTS, EXPONENTS);
  }

  @Override
  public Map<String, Double> coefficients(double[] theta) {
    Map<String, Double> coefficients = new LinkedHashMap<>();
    coefficients.put("N_c", StrictMath.exp(theta[0]));
    coefficients.put("D_c", StrictMath.exp(theta[1]));
    coefficients.put("alpha_n", theta[2]);
    coefficients.put("alpha_d", theta[3]);
    return coefficients;
  }

  @Override
  public double[] theta(Map<String, Double> coefficients) {
    NamedCoefficients named = new NamedCoefficients(this, coefficients);
    return new double[] {
      named.logarithm("N_c"),
      named.logarithm("D_c"),
      named.exponent("alpha_n"),
      named.exponent("alpha_d")
    };
  }

  @Override
  double terms(double[] theta, double[] p, double[] q) {
    double ratio = theta[2] / theta[3];
    p[0] = ratio * theta[0];
    q[0] = ratio;
    p[1] = theta[1];
    q[1] = 1.0;
    return theta[3];
  }

  @Override
  void chain(double[] theta, double[] dp, double[] dq, double ds, double[] gradient) {
    double ratio = theta[2] / theta[3];
    double byRatio = dp[0] * theta[0] + dq[0];
    gradient[0] = dp[0] * ratio;
    gradient[1] = dp[1];
    gradient[2] = byRatio / theta[3];
    gradient[3] = ds - byRatio * ratio / theta[3];
  }
}
