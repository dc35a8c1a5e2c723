package org.gradienttransport.schemas.vocabulary;

/** How the tokens of an optimum were found. */
public enum TokensKind implements Word {
  /** C / (6 N). */
  SIX_ND("6nd"),
  /** Between the tokens of the budget's own rows. */
  INTERPOLATED("interpolated");

  private final String word;

  TokensKind(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
