package org.gradienttransport.jobs.conf.study;

/** What the losses of a study are given in. */
public enum LossUnit {
  /** Cross-entropy in nats per token. */
  NATS,
  /** Cross-entropy in bits per token. */
  BITS,
  /** Perplexity per token. */
  PERPLEXITY;

  private static final double LN_2 = StrictMath.log(2.0);

  /** The loss in nats per token; not positive where the number cannot be one. */
  public double nats(double given) {
    return switch (this) {
      case NATS -> given;
      case BITS -> given * LN_2;
      case PERPLEXITY -> given > 0 ? StrictMath.log(given) : given;
    };
  }
}
