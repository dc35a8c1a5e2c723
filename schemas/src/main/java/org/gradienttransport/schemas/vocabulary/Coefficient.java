package org.gradienttransport.schemas.vocabulary;

/** A number that a scaling law is described by, as its paper writes it. */
public enum Coefficient implements Word {
  /** Weight of the term in N. */
  A("A"),
  /** Weight of the term in D. */
  B("B"),
  /** Irreducible loss. */
  E("E"),
  /** Exponent of the term in N. */
  ALPHA("alpha"),
  /** Exponent of the term in D. */
  BETA("beta"),
  /** Kaplan's scale of parameters. */
  N_C("N_c"),
  /** Kaplan's scale of tokens. */
  D_C("D_c"),
  /** Kaplan's scale of steps. */
  S_C("S_c"),
  /** Kaplan's scale of compute. */
  C_C("C_c"),
  /** Kaplan's exponent in parameters. */
  ALPHA_N("alpha_n"),
  /** Kaplan's exponent in tokens. */
  ALPHA_D("alpha_d"),
  /** Kaplan's exponent in steps. */
  ALPHA_S("alpha_s"),
  /** Kaplan's exponent in compute. */
  ALPHA_C("alpha_c"),
  /** Kaplan's exponent of the critical batch. */
  ALPHA_B("alpha_b"),
  /** Kaplan's scale of the critical batch. */
  B_STAR("B_star"),
  /** Value at which a repetition of data is worth 1/e of its first reading. */
  R_D("R_D"),
  /** The same for excess parameters. */
  R_N("R_N"),
  /** Weight of N* = G (C/6)^a. */
  G("G"),
  /** Exponent of the optimal N in compute. */
  N_ALLOCATION("a"),
  /** Exponent of the optimal D in compute. */
  D_ALLOCATION("b"),
  /** Exponent with which the optimal loss, less its floor if it has one, falls with compute. */
  LOSS_EXPONENT("loss_exponent"),
  /** Weight of the term that falls with time. */
  TIME_WEIGHT("c"),
  /** Exponent in time. */
  GAMMA("gamma"),
  /** Loss that a training curve falls to. */
  L_INF("l_inf");

  private final String word;

  Coefficient(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
