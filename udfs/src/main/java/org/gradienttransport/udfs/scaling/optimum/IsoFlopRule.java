package org.gradienttransport.udfs.scaling.optimum;

/**
 * How parabolas are fitted.
 *
 * @param halfWidth largest distance in ln N from the size of least loss, positive. Wide windows
 *     move the vertex: over a factor of 16 to both sides by 5 % (METHOD-SCALING section 7)
 * @param tokens where D* comes from
 */
public record IsoFlopRule(double halfWidth, TokensRule tokens) {
  /** A factor of four to both sides, D* = C / (6 N*). */
  public static final IsoFlopRule DEFAULT = new IsoFlopRule(StrictMath.log(4.0), TokensRule.SIX_ND);

  public IsoFlopRule {
    if (!(halfWidth > 0.0)) {
      throw new IllegalArgumentException("a window must have a width, got " + halfWidth);
    }
  }
}
