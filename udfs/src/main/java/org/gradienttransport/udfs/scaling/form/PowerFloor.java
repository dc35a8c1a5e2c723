package org.gradienttransport.udfs.scaling.form;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawVariable;
import org.gradienttransport.udfs.scaling.LossRows;

/**
 * c X^-gamma + L_inf ("Universal One-third Time Scaling", 2026); theta = (ln c, gamma, ln L_inf).
 */
final class PowerFloor extends TermForm {
  /** L_inf over the least loss, and gamma, of the starts (METHOD-SCALING section 5). */
  private static final double[] FLOORS = {0.999, 0.98, 0.9, 0.7, 0.4, 0.1, 0.01};

  private static final double[] EXPONENTS = {0.1, 0.2, 1.0 / 3.0, 0.5, 0.8};

  private final LawVariable variable;

  PowerFloor(LawVariable variable) {
    super(variable, null);
    this.variable = variable;
  }

  @Override
  public LawForm word() {
    return LawForm.POWER_FLOOR;
  }

  @Override
  public List<String> parameters() {
    return List.of("ln_c", "gamma", "ln_l_inf");
  }

  @Override
  public OptionalInt floor() {
    return OptionalInt.of(2);
  }

  /** The factor of each start is the one that fits best in the mean of ln(L - L_inf). */
  @Override
  public List<double[]> starts(LossRows rows, StartGrid grid) {
    double least = Arrays.stream(rows.lnLoss()).min().orElse(0.0);
    List<double[]> starts = new ArrayList<>();
    for (double share : FLOORS) {
      double floor = least + StrictMath.log(share);
      for (double gamma : EXPONENTS) {
        starts.add(new double[] {factor(rows, gamma, floor), gamma, floor});
      }
    }
    return starts;
  }

  @Override
  double terms(double[] theta, double[] p, double[] q) {
    p[0] = theta[0];
    q[0] = theta[1];
    p[1] = theta[2];
    return 1.0;
  }

  @Override
  void chain(double[] theta, double[] dp, double[] dq, double ds, double[] gradient) {
    gradient[0] = dp[0];
    gradient[1] = dq[0];
    gradient[2] = dp[1];
  }

  private double factor(LossRows rows, double gamma, double floor) {
    double[] x = rows.logs(variable);
    double[] y = rows.lnLoss();
    double sum = 0.0;
    for (int i = 0; i < x.length; i++) {
      sum += gamma * x[i] + StrictMath.log(StrictMath.exp(y[i]) - StrictMath.exp(floor));
    }
    return sum / Math.max(1, x.length);
  }
}
