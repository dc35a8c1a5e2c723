package org.gradienttransport.schemas.vocabulary;

/** How the compute C of a run was counted. */
public enum FlopsKind implements Word {
  /** 6 N D. */
  SIX_ND("6nd"),
  /** Layer by layer, without embeddings and logits (Hoffmann et al. 2022, Appendix F). */
  EXACT("exact"),
  /** The same and the logits. */
  EXACT_HEAD("exact_head"),
  /** As published by whoever trained the model. */
  GIVEN("given");

  private final String word;

  FlopsKind(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
