package org.gradienttransport.udfs.scaling.form;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawVariable;
import org.gradienttransport.udfs.scaling.LossRows;

/**
 * E + A / N'^alpha + B / D'^beta, where tokens seen again and parameters beyond what unique tokens
 * can train are worth less each time (Muennighoff et al. 2023); theta = (ln A, ln B, ln E, alpha,
 * beta, ln R_D, ln R_N).
 */
final class DataConstrained implements LossForm {
  private static final double[] FACTORS = {5, 10};
  private static final double[] FLOORS = {0, 0.5};
  private static final double[] EXPONENTS = {0.2, 0.4};
  private static final double[] LN_REPEATS = {1, 3};

  @Override
  public LawForm word() {
    return LawForm.DATA_CONSTRAINED;
  }

  @Override
  public List<String> parameters() {
    return List.of("ln_A", "ln_B", "ln_E", "alpha", "beta", "ln_R_D", "ln_R_N");
  }

  @Override
  public List<LawVariable> variables() {
    return List.of(LawVariable.PARAMS, LawVariable.TOKENS, LawVariable.UNIQUE_TOKENS);
  }

  @Override
  public OptionalInt floor() {
    return OptionalInt.of(2);
  }

  @Override
  public List<double[]> starts(LossRows rows, StartGrid grid) {
    return Starts.grid(FACTORS, FACTORS, FLOORS, EXPONENTS, EXPONENTS, LN_REPEATS, LN_REPEATS);
  }

  @Override
  public Map<String, Double> coefficients(double[] theta) {
    Map<String, Double> coefficients = new LinkedHashMap<>();
    coefficients.put("A", StrictMath.exp(theta[0]));
    coefficients.put("B", StrictMath.exp(theta[1]));
    coefficients.put("E", StrictMath.exp(theta[2]));
    coefficients.put("alpha", theta[3]);
    coefficients.put("beta", theta[4]);
    coefficients.put("R_D", StrictMath.exp(theta[5]));
    coefficients.put("R_N", StrictMath.exp(theta[6]));
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
      named.exponent("beta"),
      named.logarithm("R_D"),
      named.logarithm("R_N")
    };
  }

  @Override
  public BoundForm on(LossRows rows) {
    return new BoundDataConstrained(rows);
  }

  @Override
  public String toString() {
    return word().word() + variables().stream().map(LawVariable::word).toList();
  }
}
