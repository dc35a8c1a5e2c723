package org.gradienttransport.schemas.vocabulary;

/** How the tokens of an optimum were found. */
public enum TokensKind implements Word {
  /** C / (6 N). */
  SIX_ND,
  /** Between the tokens of the budget's own rows. */
  INTERPOLATED;

  @Override
  public String word() {
    return this == SIX_ND ? "6nd" : Word.super.word();
  }
}
