package org.gradienttransport.udfs.scaling.form;

import java.util.Arrays;
import org.gradienttransport.schemas.vocabulary.LawVariable;
import org.gradienttransport.udfs.scaling.LossRows;

/**
 * Terms on rows: log-sum-exp with the maximum taken out, and its softmax weights for gradients.
 * Allocates nothing after construction. Sums over rows run in row order in four interleaved chains,
 * always the same way.
 */
final class BoundTerms implements BoundForm {
  private final TermForm form;
  private final int rows;
  private final int count;
  private final double[][] x;
  private final double[][] exponent;
  private final double[][] share;
  private final double[][] byTerm;
  private final double[] greatest;
  private final double[] sum;
  private final double[] logSum;
  private final double[] scratch;
  private final double[] p;
  private final double[] q;
  private final double[] dp;
  private final double[] dq;
  private double s;
  private double[] theta = {};

  BoundTerms(TermForm form, LossRows rows) {
    this.form = form;
    this.rows = rows.size();
    count = form.termCount();
    x = new double[count][];
    exponent = new double[count][this.rows];
    share = new double[count][this.rows];
    byTerm = new double[count][this.rows];
    for (int k = 0; k < count; k++) {
      x[k] = form.logs(k, rows);
    }
    greatest = new double[this.rows];
    sum = new double[this.rows];
    logSum = new double[this.rows];
    scratch = new double[this.rows];
    p = new double[count];
    q = new double[count];
    dp = new double[count];
    dq = new double[count];
  }

  @Override
  public void predict(double[] theta, double[] lnLoss) {
    this.theta = theta.clone();
    s = form.terms(theta, p, q);
    for (int k = 0; k < count; k++) {
      line(p[k], q[k], x[k], exponent[k]);
    }
    maximum();
    for (int k = 0; k < count; k++) {
      subtract(exponent[k], greatest, exponent[k]);
      ArrayMath.exp(exponent[k], share[k], scratch);
    }
    total();
    ArrayMath.log(sum, logSum, scratch);
    scale(lnLoss);
  }

  @Override
  public void backpropagate(double[] weights, double[] gradient) {
    // From here on, scratch holds weight / sum: what each exponential of the row counts.
    divide(weights, sum, scratch);
    for (int k = 0; k < count; k++) {
      dp[k] = s * Sums.dot(share[k], scratch);
      dq[k] = x[k] == null ? 0.0 : -s * Sums.dot(share[k], scratch, x[k]);
    }
    form.chain(theta, dp, dq, Sums.dot(weights, logSum), gradient);
  }

  @Override
  public void differentiate(int row, double[] gradient) {
    for (int k = 0; k < count; k++) {
      double weight = s * share[k][row] / sum[row];
      dp[k] = weight;
      dq[k] = x[k] == null ? 0.0 : -weight * x[k][row];
    }
    form.chain(theta, dp, dq, logSum[row], gradient);
  }

  @Override
  public double largestShare(LawVariable variable) {
    double largest = 0.0;
    for (int k = 0; k < count; k++) {
      for (int i = 0; form.isOf(k, variable) && i < rows; i++) {
        largest = Math.max(largest, share[k][i] / sum[i]);
      }
    }
    return largest;
  }

  @Override
  public double[][] products(double[] weights) {
    double[][] columns = termColumns();
    int terms = columns.length;
    double[][] gram = new double[terms][terms];
    double[][] chained = new double[terms][];
    for (int i = 0; i < terms; i++) {
      chained[i] = chained(i);
      for (int j = 0; j <= i; j++) {
        gram[i][j] = Sums.dot(columns[i], columns[j], weights);
        gram[j][i] = gram[i][j];
      }
    }
    return Sums.sandwich(chained, gram);
  }

  /** Derivatives of the rows by each p, each q and s. */
  private double[][] termColumns() {
    double[][] columns = new double[2 * count + 1][];
    for (int k = 0; k < count; k++) {
      double[] byP = exponent[k];
      double[] byQ = byTerm[k];
      for (int i = 0; i < rows; i++) {
        byP[i] = s * share[k][i] / sum[i];
      }
      if (x[k] != null) {
        for (int i = 0; i < rows; i++) {
          byQ[i] = -byP[i] * x[k][i];
        }
      }
      columns[k] = byP;
      columns[count + k] = byQ;
    }
    columns[2 * count] = logSum;
    return columns;
  }

  /** What one of the terms' numbers, p, q or s in that order, is to each element of theta. */
  private double[] chained(int number) {
    for (int k = 0; k < count; k++) {
      dp[k] = number == k ? 1.0 : 0.0;
      dq[k] = number == count + k ? 1.0 : 0.0;
    }
    double[] gradient = new double[theta.length];
    form.chain(theta, dp, dq, number == 2 * count ? 1.0 : 0.0, gradient);
    return gradient;
  }

  private static void line(double p, double q, double[] x, double[] out) {
    if (x == null) {
      Arrays.fill(out, p);
      return;
    }
    for (int i = 0; i < out.length; i++) {
      out[i] = p - q * x[i];
    }
  }

  private void maximum() {
    System.arraycopy(exponent[0], 0, greatest, 0, rows);
    for (int k = 1; k < count; k++) {
      double[] other = exponent[k];
      for (int i = 0; i < greatest.length; i++) {
        greatest[i] = Math.max(greatest[i], other[i]);
      }
    }
  }

  private void total() {
    System.arraycopy(share[0], 0, sum, 0, rows);
    for (int k = 1; k < count; k++) {
      double[] other = share[k];
      for (int i = 0; i < sum.length; i++) {
        sum[i] += other[i];
      }
    }
  }

  private void scale(double[] lnLoss) {
    for (int i = 0; i < lnLoss.length; i++) {
      double whole = logSum[i] + greatest[i];
      logSum[i] = whole;
      lnLoss[i] = s * whole;
    }
  }

  private static void subtract(double[] from, double[] what, double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = from[i] - what[i];
    }
  }

  private static void divide(double[] over, double[] under, double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = over[i] / under[i];
    }
  }
}
