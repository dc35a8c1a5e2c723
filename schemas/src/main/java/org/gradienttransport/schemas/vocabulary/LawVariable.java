package org.gradienttransport.schemas.vocabulary;

/** What a scaling law says the loss depends on. */
public enum LawVariable implements Word {
  /** N, the parameters of the model. */
  PARAMS,
  /** D, the tokens trained on. */
  TOKENS,
  /** S, the optimiser's steps, or S_min where the critical batch is known. */
  STEPS,
  /** C, the floating-point operations of the training. */
  FLOPS,
  /** U, the tokens of which D are repeats. */
  UNIQUE_TOKENS
}
