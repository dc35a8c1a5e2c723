package org.gradienttransport.udfs.scaling.form;

import java.util.List;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawVariable;
import org.gradienttransport.udfs.scaling.LossRows;

/**
 * ((N_c / N)^(alpha_N / alpha_D) + D_c / D)^alpha_D (Kaplan et al. 2020, Eq. 1.5); theta = (ln N_c,
 * ln D_c, alpha_N, alpha_D).
 */
final class KaplanData extends KaplanForm {
  KaplanData() {
    super(LawForm.KAPLAN_ND, LawVariable.TOKENS, "D_c", "alpha_d");
  }

  @Override
  public List<double[]> starts(LossRows rows, StartGrid grid) {
    return Starts.grid(SIZES, SIZES, EXPONENTS, EXPONENTS);
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
