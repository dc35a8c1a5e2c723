package org.gradienttransport.udfs.scaling.optimum;

/**
 * The law L = E + A / N^alpha + B / D^beta and its compute-optimal point at C = 6 N D in closed
 * form (Hoffmann et al. 2022, Eqs. 2 and 4; approach 3).
 *
 * @param sizeFactor A, positive
 * @param tokensFactor B, positive
 * @param floor E, not negative
 * @param alpha exponent of N, positive
 * @param beta exponent of D, positive
 */
public record ChinchillaOptimum(
    double sizeFactor, double tokensFactor, double floor, double alpha, double beta) {

  private static final double FLOPS_PER_PARAMETER_AND_TOKEN = 6.0;

  public ChinchillaOptimum {
    requirePositive("A", sizeFactor);
    requirePositive("B", tokensFactor);
    requirePositive("alpha", alpha);
    requirePositive("beta", beta);
    if (!(floor >= 0.0) || Double.isInfinite(floor)) {
      throw new IllegalArgumentException("E must be finite and not negative, got " + floor);
    }
  }

  /** The law from a = ln A, b = ln B and e = ln E, as fits give them. */
  public static ChinchillaOptimum ofLogs(double a, double b, double e, double alpha, double beta) {
    return new ChinchillaOptimum(
        StrictMath.exp(a), StrictMath.exp(b), StrictMath.exp(e), alpha, beta);
  }

  /** Loss of N parameters trained on D tokens. */
  public double loss(double params, double tokens) {
    return floor
        + sizeFactor * StrictMath.pow(params, -alpha)
        + tokensFactor * StrictMath.pow(tokens, -beta);
  }

  /** a of N* ~ C^a, beta / (alpha + beta). */
  public double paramsExponent() {
    return beta / (alpha + beta);
  }

  /** b of D* ~ C^b, alpha / (alpha + beta). */
  public double tokensExponent() {
    return alpha / (alpha + beta);
  }

  /** Exponent of L* - E ~ C^-x, alpha beta / (alpha + beta). */
  public double lossExponent() {
    return alpha * beta / (alpha + beta);
  }

  /** G = (alpha A / (beta B))^(1 / (alpha + beta)). */
  public double balance() {
    return StrictMath.pow(alpha * sizeFactor / (beta * tokensFactor), 1.0 / (alpha + beta));
  }

  /** The best use of a budget: N* = G (C / 6)^a, D* = (C / 6)^b / G. */
  public ComputeOptimum at(double flops) {
    double product = flops / FLOPS_PER_PARAMETER_AND_TOKEN;
    double params = balance() * StrictMath.pow(product, paramsExponent());
    double tokens = StrictMath.pow(product, tokensExponent()) / balance();
    return new ComputeOptimum(flops, params, tokens, loss(params, tokens));
  }

  private static void requirePositive(String name, double value) {
    if (!(value > 0.0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          name + " must be positive and finite for an optimum to exist, got " + value);
    }
  }
}
