package org.gradienttransport.udfs.scaling.form;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawVariable;
import org.gradienttransport.udfs.scaling.LossRows;

/**
 * E + A / N^alpha + B / D^beta (Hoffmann et al. 2022, Eq. 2); theta = (ln A, ln B, ln E, alpha,
 * beta). D may be steps instead of tokens.
 */
final class Chinchilla extends TermForm {
  private static final double[] FACTORS = {0, 10, 20};
  private static final double[] ALL_FACTORS = {0, 5, 10, 15, 20, 25};
  private static final double[] FLOORS = {-1, 0, 1};
  private static final double[] ALL_FLOORS = {-1, -0.5, 0, 0.5, 1};
  private static final double[] EXPONENTS = {0, 1, 2};
  private static final double[] ALL_EXPONENTS = {0, 0.5, 1, 1.5, 2};

  Chinchilla(LawVariable data) {
    super(LawVariable.PARAMS, data, null);
  }

  static double[] factors(StartGrid grid) {
    return grid == StartGrid.FULL ? ALL_FACTORS : FACTORS;
  }

  static double[] floors(StartGrid grid) {
    return grid == StartGrid.FULL ? ALL_FLOORS : FLOORS;
  }

  static double[] exponents(StartGrid grid) {
    return grid == StartGrid.FULL ? ALL_EXPONENTS : EXPONENTS;
  }

  /** Adds what follows from alpha and beta: N* ~ C^a, D* ~ C^b, and the loss above E ~ C^-e. */
  static void addAllocation(double alpha, double beta, Map<String, Double> coefficients) {
    coefficients.put("a", beta / (alpha + beta));
    coefficients.put("b", alpha / (alpha + beta));
    coefficients.put("loss_exponent", alpha * beta / (alpha + beta));
  }

  @Override
  public LawForm word() {
    return LawForm.CHINCHILLA;
  }

  @Override
  public List<String> parameters() {
    return List.of("ln_A", "ln_B", "ln_E", "alpha", "beta");
  }

  @Override
  public OptionalInt floor() {
    return OptionalInt.of(2);
  }

  @Override
  public List<double[]> starts(LossRows rows, StartGrid grid) {
    return Starts.grid(
        factors(grid), factors(grid), floors(grid), exponents(grid), exponents(grid));
  }

  @Override
  public Map<String, Double> coefficients(double[] theta) {
    Map<String, Double> coefficients = new LinkedHashMap<>();
    coefficients.put("A", StrictMath.exp(theta[0]));
    coefficients.put("B", StrictMath.exp(theta[1]));
    coefficients.put("E", StrictMath.exp(theta[2]));
    coefficients.put("alpha", theta[3]);
    coefficients.put("beta", theta[4]);
    addAllocation(theta[3], theta[4], coefficients);
    return coefficients;
  }

  @Override
  public double[] theta(Map<String, Double> coefficients) {
    NamedCoefficients named = new NamedCoefficients(this, coefficients);
    return new double[] {
      named.logarithm("A"),
      named.logarithm("B"),
      named.logarithm("E"),
      named.exponent("alpha"),
      named.exponent("beta")
    };
  }

  @Override
  double terms(double[] theta, double[] p, double[] q) {
    p[0] = theta[0];
    p[1] = theta[1];
    p[2] = theta[2];
    q[0] = theta[3];
    q[1] = theta[4];
    return 1.0;
  }

  @Override
  void chain(double[] theta, double[] dp, double[] dq, double ds, double[] gradient) {
    gradient[0] = dp[0];
    gradient[1] = dp[1];
    gradient[2] = dp[2];
    gradient[3] = dq[0];
    gradient[4] = dq[1];
  }
}
