package org.gradienttransport.schemas.vocabulary;

/** What is fitted against N, each on its own (METHOD section 2, Eqs. 5-8). */
public enum Observable implements Word {
  /** Cascade size s; its exponent is D (Eq. 5). */
  SIZE("D"),
  /** Duration n_steps; its exponent is z (Eq. 6). */
  DURATION("z"),
  /** Absolute transport v_abs = s / n_steps; its exponent is beta (Eq. 7). */
  ABSOLUTE("beta"),
  /** Intensive transport efficiency v_rel = s / (N n_steps); its exponent is delta (Eq. 8). */
  INTENSIVE("delta");

  private final String symbol;

  Observable(String symbol) {
    this.symbol = symbol;
  }

  /** The exponent's symbol in the paper: D, z, beta, delta. */
  public String symbol() {
    return symbol;
  }

  /** The exponent as a quantity of windows, contrasts and associations. */
  public Quantity exponent() {
    return Word.parse(Quantity.class, symbol);
  }

  /** The quantity of window_summary that holds R2 of power-law fits of this observable. */
  public Quantity r2() {
    return Word.parse(Quantity.class, "r2_" + word());
  }
}
