package org.gradienttransport.udfs.scaling.form;

import java.util.List;
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
  public BoundForm on(LossRows rows) {
    return new BoundDataConstrained(rows);
  }

  @Override
  public String toString() {
    return word().word() + variables().stream().map(LawVariable::word).toList();
  }
}
