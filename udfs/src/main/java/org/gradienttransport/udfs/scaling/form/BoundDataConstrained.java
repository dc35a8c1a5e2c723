package org.gradienttransport.udfs.scaling.form;

import java.util.Arrays;
import org.gradienttransport.schemas.vocabulary.LawVariable;
import org.gradienttransport.udfs.scaling.LossRows;

/** The data-constrained form on rows, one row after the other. */
final class BoundDataConstrained implements BoundForm {
  private static final int PARAMETERS = 7;

  private final double[] lnN;
  private final double[] lnD;
  private final double[] lnU;
  private final double[][] jacobian;
  private final double[] shareOfSize;
  private final double[] shareOfTokens;

  BoundDataConstrained(LossRows rows) {
    lnN = rows.logs(LawVariable.PARAMS);
    lnD = rows.logs(LawVariable.TOKENS);
    lnU = rows.logs(LawVariable.UNIQUE_TOKENS);
    jacobian = new double[rows.size()][PARAMETERS];
    shareOfSize = new double[rows.size()];
    shareOfTokens = new double[rows.size()];
  }

  @Override
  public void predict(double[] theta, double[] lnLoss) {
    for (int i = 0; i < lnLoss.length; i++) {
      lnLoss[i] = row(theta, i);
    }
  }

  @Override
  public void backpropagate(double[] weights, double[] gradient) {
    Arrays.fill(gradient, 0.0);
    for (int i = 0; i < weights.length; i++) {
      for (int k = 0; k < PARAMETERS; k++) {
        gradient[k] += weights[i] * jacobian[i][k];
      }
    }
  }

  @Override
  public void differentiate(int row, double[] gradient) {
    System.arraycopy(jacobian[row], 0, gradient, 0, PARAMETERS);
  }

  /** Unique tokens are worth what they are in the other two terms. */
  @Override
  public double largestShare(LawVariable variable) {
    return switch (variable) {
      case PARAMS -> Arrays.stream(shareOfSize).max().orElse(0.0);
      case TOKENS -> Arrays.stream(shareOfTokens).max().orElse(0.0);
      case STEPS, FLOPS, UNIQUE_TOKENS -> 1.0;
    };
  }

  @Override
  public double[][] products(double[] weights) {
    double[][] products = new double[PARAMETERS][PARAMETERS];
    for (int i = 0; i < weights.length; i++) {
      for (int j = 0; j < PARAMETERS; j++) {
        double weighted = weights[i] * jacobian[i][j];
        for (int k = 0; k <= j; k++) {
          products[j][k] += weighted * jacobian[i][k];
          products[k][j] = products[j][k];
        }
      }
    }
    return products;
  }

  /** ln L of a row; its derivatives go to the row's Jacobian. */
  private double row(double[] theta, int i) {
    double alpha = theta[3];
    double beta = theta[4];
    Worth tokens = Worth.of(lnD[i], Math.min(lnD[i], lnU[i]), theta[5]);
    // The parameters that so many unique tokens train at best: U_N = G (U G)^(beta / alpha).
    double lead = StrictMath.log(alpha) + theta[0] - StrictMath.log(beta) - theta[1];
    double lnTrained = (lead + beta * Math.min(lnD[i], lnU[i])) / alpha;
    boolean excess = lnTrained < lnN[i];
    Worth params = Worth.of(lnN[i], excess ? lnTrained : lnN[i], theta[6]);

    double x = theta[0] - alpha * params.ln;
    double y = theta[1] - beta * tokens.ln;
    double top = Math.max(Math.max(x, y), theta[2]);
    double ex = StrictMath.exp(x - top);
    double ey = StrictMath.exp(y - top);
    double ez = StrictMath.exp(theta[2] - top);
    double sum = ex + ey + ez;

    double[] by = jacobian[i];
    double wx = ex / sum;
    double wy = ey / sum;
    shareOfSize[i] = wx;
    shareOfTokens[i] = wy;
    double byTrained = excess ? -alpha * wx * params.byUnique : 0.0;
    by[0] = wx + byTrained / alpha;
    by[1] = wy - byTrained / alpha;
    by[2] = ez / sum;
    by[3] = -wx * params.ln + byTrained * (1.0 / alpha - lnTrained) / alpha;
    by[4] = -wy * tokens.ln + byTrained * (Math.min(lnD[i], lnU[i]) - 1.0 / beta) / alpha;
    by[5] = -beta * wy * tokens.byRepeats;
    by[6] = -alpha * wx * params.byRepeats;
    return top + StrictMath.log(sum);
  }

  /**
   * What an amount is worth of which only a part is unique: V = U + U R (1 - exp(-r / R)), r =
   * amount / U - 1.
   *
   * @param ln ln V
   * @param byUnique d ln V / d ln U at a given amount
   * @param byRepeats d ln V / d ln R
   */
  private record Worth(double ln, double byUnique, double byRepeats) {
    static Worth of(double lnAmount, double lnUnique, double lnRepeats) {
      double times = StrictMath.exp(lnAmount - lnUnique);
      double repeats = StrictMath.exp(lnRepeats);
      double ratio = (times - 1.0) / repeats;
      double left = StrictMath.exp(-ratio);
      double value = 1.0 - repeats * StrictMath.expm1(-ratio);
      return new Worth(
          lnUnique + StrictMath.log(value),
          1.0 - left * times / value,
          repeats * (1.0 - left - ratio * left) / value);
    }
  }
}
