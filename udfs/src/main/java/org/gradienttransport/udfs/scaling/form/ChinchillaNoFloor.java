package org.gradienttransport.udfs.scaling.form;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawVariable;
import org.gradienttransport.udfs.scaling.LossRows;

/** A / N^alpha + B / D^beta, no irreducible loss; theta = (ln A, ln B, alpha, beta). */
final class ChinchillaNoFloor extends TermForm {
  ChinchillaNoFloor(LawVariable data) {
    super(LawVariable.PARAMS, data);
  }

  @Override
  public LawForm word() {
    return LawForm.CHINCHILLA_NO_FLOOR;
  }

  @Override
  public List<String> parameters() {
    return List.of("ln_A", "ln_B", "alpha", "beta");
  }

  @Override
  public OptionalInt floor() {
    return OptionalInt.empty();
  }

  @Override
  public List<double[]> starts(LossRows rows, StartGrid grid) {
    return Starts.grid(
        Chinchilla.factors(grid),
        Chinchilla.factors(grid),
        Chinchilla.exponents(grid),
        Chinchilla.exponents(grid));
  }

  @Override
  public Map<String, Double> coefficients(double[] theta) {
    Map<String, Double> coefficients = new LinkedHashMap<>();
    coefficients.put("A", StrictMath.exp(theta[0]));
    coefficients.put("B", StrictMath.exp(theta[1]));
    coefficients.put("alpha", theta[2]);
    coefficients.put("beta", theta[3]);
    Chinchilla.addAllocation(theta[2], theta[3], coefficients);
    return coefficients;
  }

  @Override
  public double[] theta(Map<String, Double> coefficients) {
    NamedCoefficients named = new NamedCoefficients(this, coefficients);
    return new double[] {
      named.logarithm("A"), named.logarithm("B"), named.exponent("alpha"), named.exponent("beta")
    };
  }

  @Override
  double terms(double[] theta, double[] p, double[] q) {
    p[0] = theta[0];
    p[1] = theta[1];
    q[0] = theta[2];
    q[1] = theta[3];
    return 1.0;
  }

  @Override
  void chain(double[] theta, double[] dp, double[] dq, double ds, double[] gradient) {
    gradient[0] = dp[0];
    gradient[1] = dp[1];
    gradient[2] = dq[0];
    gradient[3] = dq[1];
  }
}
