package org.gradienttransport.schemas.vocabulary;

/** Why a summary over steps or realisations has numbers, or has none. */
public enum SummaryStatus implements Word {
  /** The summary has numbers. */
  OK,
  /** The family has no stable window. */
  NO_WINDOW,
  /** No step of the window has a value. */
  NO_VALUES
}
