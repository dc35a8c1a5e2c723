package org.gradienttransport.schemas.vocabulary;

/** How the compute C of a training run is counted. Counts of two kinds never meet in one fit. */
public enum FlopsKind implements Word {
  /** 6 N D. */
  SIX_ND,
  /** Every matrix product of the blocks, attention included (Hoffmann et al. 2022, App. F). */
  EXACT,
  /** The same with the logits. */
  EXACT_HEAD,
  /** As published with the data. */
  GIVEN;

  @Override
  public String word() {
    return this == SIX_ND ? "6nd" : Word.super.word();
  }
}
