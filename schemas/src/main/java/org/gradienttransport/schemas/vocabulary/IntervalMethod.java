package org.gradienttransport.schemas.vocabulary;

/** How an interval came about. */
public enum IntervalMethod implements Word {
  /** From the spread of independent realisations. */
  REPLICATES,
  /** The interval comes from resampled blocks of steps. */
  BLOCK_BOOTSTRAP,
  /** There is no interval. */
  NONE
}
