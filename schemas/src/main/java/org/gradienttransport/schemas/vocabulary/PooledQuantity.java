package org.gradienttransport.schemas.vocabulary;

/** Exponents of one regression over all steps of a window (METHOD-ROBUSTNESS section 4). */
public enum PooledQuantity implements Word {
  /** Slope of log s on log N, with an effect for every step. */
  D("D_pooled"),
  /** Slope of the log of the expected n_steps on log N, with an effect for every step. */
  Z("z_pooled"),
  /** By how much the slope of the real fields' expected n_steps exceeds that of N0. */
  Z_EXCESS("z_excess");

  private final String word;

  PooledQuantity(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
