package org.gradienttransport.jobs.conf.study;

import java.util.Locale;

/** A number that a row of a study has, or that stands for all of its rows. */
public enum RowQuantity {
  /** N. */
  PARAMS,
  /** D. */
  TOKENS,
  /** S. */
  STEPS,
  /** U: different tokens among those trained on. */
  UNIQUE_TOKENS,
  /** Tokens of one batch. */
  BATCH_TOKENS,
  /** C. */
  FLOPS,
  /** Learning rate at the step. */
  LEARNING_RATE,
  /** Sum of the learning rates so far. */
  TAU,
  /** Steps over which the rate grew; rows inside stay out of every fit. */
  WARMUP_STEPS,
  /** The loss, in the study's unit. */
  LOSS,
  /** Standard deviation of the loss, in nats. */
  LOSS_SD,
  /** Blocks of the model. */
  LAYERS,
  /** Width of the model. */
  WIDTH,
  /** Attention heads. */
  HEADS,
  /** Width of all keys together. */
  KEY_WIDTH,
  /** Inner width of the feed-forward layers. */
  FEED_FORWARD,
  /** Tokens of one sequence. */
  CONTEXT,
  /** Tokens of the vocabulary. */
  VOCABULARY;

  /** The key in a study's file. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it describes the shape of the model. */
  public boolean ofShape() {
    return compareTo(LAYERS) >= 0;
  }

  /** Whether a row may lack it although the study names a column for it. */
  public boolean mayBeBlank() {
    return this == LEARNING_RATE || this == TAU || this == LOSS_SD;
  }

  /** Whether 0 is a value that it can have. */
  public boolean mayBeZero() {
    return mayBeBlank() || this == WARMUP_STEPS;
  }
}
