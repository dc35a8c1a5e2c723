package org.gradienttransport.udfs.scaling.form;

import java.util.List;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawVariable;
import org.gradienttransport.udfs.scaling.LossRows;

/**
 * (N_c / N)^alpha_N + (S_c / S)^alpha_S (Kaplan et al. 2020, Eq. 1.6); theta = (ln N_c, ln S_c,
 * alpha_N, alpha_S).
 */
final class KaplanSteps extends KaplanForm {
  private static final double[] STEPS = {5, 8, 12};
  private static final double[] STEP_EXPONENTS = {0.3, 0.7, 1.2};

  KaplanSteps() {
    super(LawForm.KAPLAN_NS, LawVariable.STEPS, "S_c", "alpha_s");
  }

  @Override
  public List<double[]> starts(LossRows rows, StartGrid grid) {
    return Starts.grid(SIZES, STEPS, EXPONENTS, STEP_EXPONENTS);
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
