package org.gradienttransport.schemas.vocabulary;

/** How the compute C of a training run is counted. Counts of two kinds never meet in one fit. */
public enum FlopsKind implements Word {
  /** 6 N D. */
  SIX_ND("6nd"),
  /** Every matrix product of the blocks, attention included (Hoffmann et al. 2022, App. F). */
  EXACT("exact"),
  /** The same with the logits. */
  EXACT_HEAD("exact_head"),
  /** As published with the data. */
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
