package org.gradienttransport.schemas.vocabulary;

/** How the compute-optimal size follows from losses. */
public enum Approach implements Word {
  /** Envelope of the training curves (Hoffmann et al. 2022, approach 1). */
  ENVELOPE("1"),
  /** Parabolas through the losses of one budget (approach 2). */
  ISOFLOP("2"),
  /** A law of N and D, minimised at fixed compute (approach 3). */
  PARAMETRIC("3"),
  /** The frontier of the least compute, at the critical batch (Kaplan et al. 2020). */
  KAPLAN("kaplan"),
  /** None: a law that allocates no compute. */
  NONE("none");

  private final String word;

  Approach(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
