package org.gradienttransport.udfs.scaling.form;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawVariable;
import org.gradienttransport.udfs.scaling.LossRows;

/**
 * E + A / N^alpha + B / D^beta (Hoffmann et al. 2022, Eq. 2) and two that have less: without E, and
 * with one exponent for both (Gadre et al. 2024, whose eta is alpha here); theta = (ln A, ln B, ln
 * E, alpha, beta) without what is lacking. D may be steps instead of tokens.
 */
final class Chinchilla extends TermForm {
  private static final double[] FACTORS = {0, 10, 20};
  private static final double[] ALL_FACTORS = {0, 5, 10, 15, 20, 25};
  private static final double[] FLOORS = {-1, 0, 1};
  private static final double[] ALL_FLOORS = {-1, -0.5, 0, 0.5, 1};
  private static final double[] EXPONENTS = {0, 1, 2};
  private static final double[] ALL_EXPONENTS = {0, 0.5, 1, 1.5, 2};

  private final LawForm word;
  private final List<String> parameters;
  private final boolean floor;
  private final int alpha;
  private final int beta;

  Chinchilla(LawForm word, LawVariable data) {
    super(
        word == LawForm.CHINCHILLA_NO_FLOOR
            ? new LawVariable[] {LawVariable.PARAMS, data}
            : new LawVariable[] {LawVariable.PARAMS, data, null});
    this.word = word;
    floor = word != LawForm.CHINCHILLA_NO_FLOOR;
    alpha = floor ? 3 : 2;
    beta = word == LawForm.CHINCHILLA_TIED ? alpha : alpha + 1;
    parameters =
        Stream.of("ln_A", "ln_B", "ln_E", "alpha", "beta")
            .filter(name -> floor || !name.equals("ln_E"))
            .limit(beta + 1L)
            .toList();
  }

  @Override
  public LawForm word() {
    return word;
  }

  @Override
  public List<String> parameters() {
    return parameters;
  }

  @Override
  public OptionalInt floor() {
    return floor ? OptionalInt.of(2) : OptionalInt.empty();
  }

  @Override
  public List<double[]> starts(LossRows rows, StartGrid grid) {
    boolean full = grid == StartGrid.FULL;
    double[] factors = full ? ALL_FACTORS : FACTORS;
    List<double[]> levels = new ArrayList<>(List.of(factors, factors));
    if (floor) {
      levels.add(full ? ALL_FLOORS : FLOORS);
    }
    while (levels.size() <= beta) {
      levels.add(full ? ALL_EXPONENTS : EXPONENTS);
    }
    return Starts.grid(levels.toArray(double[][]::new));
  }

  /** With N* ~ C^a, D* ~ C^b, and the loss above E ~ C^-loss_exponent. */
  @Override
  public Map<String, Double> coefficients(double[] theta) {
    Map<String, Double> coefficients = super.coefficients(theta);
    double byParams = theta[alpha];
    double byData = theta[beta];
    coefficients.put("beta", byData);
    coefficients.put("a", byData / (byParams + byData));
    coefficients.put("b", byParams / (byParams + byData));
    coefficients.put("loss_exponent", byParams * byData / (byParams + byData));
    return coefficients;
  }

  @Override
  double terms(double[] theta, double[] p, double[] q) {
    System.arraycopy(theta, 0, p, 0, p.length);
    q[0] = theta[alpha];
    q[1] = theta[beta];
    return 1.0;
  }

  @Override
  void chain(double[] theta, double[] dp, double[] dq, double ds, double[] gradient) {
    System.arraycopy(dp, 0, gradient, 0, dp.length);
    gradient[alpha] = dq[0];
    gradient[beta] = beta == alpha ? dq[0] + dq[1] : dq[1];
  }
}
