package org.gradienttransport.schemas.vocabulary;

/** What a law is a function of. */
public enum LawVariables implements Word {
  /** Parameters. */
  N,
  /** Tokens. */
  D,
  /** Steps. */
  S,
  /** Compute. */
  C,
  /** Least compute, at a batch far below the critical one. */
  C_MIN,
  /** Sum of the learning rates. */
  TAU,
  /** Parameters and tokens. */
  N_D,
  /** Parameters and steps. */
  N_S,
  /** Parameters, tokens, and how many of the tokens are different ones. */
  N_D_U
}
