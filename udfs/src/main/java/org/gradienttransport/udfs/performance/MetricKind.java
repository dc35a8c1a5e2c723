package org.gradienttransport.udfs.performance;

import java.util.Arrays;
import java.util.Locale;
import org.gradienttransport.udfs.fit.LogLogFit;
import org.gradienttransport.udfs.fit.PowerLawFit;

/** What a performance number is, and so how its exponent in N is made (METHOD section 6). */
public enum MetricKind {
  /** Perplexity; its exponent is beta_PPL, the slope of log perplexity on log N. */
  PERPLEXITY,
  /**
   * Loss in nats, the log of a perplexity; its exponent is the same beta_PPL, slope of loss on log
   * N.
   */
  LOSS,
  /** Mean accuracy as a fraction; its exponent is alpha_acc, the slope of log accuracy on log N. */
  ACCURACY;

  /** Accuracies below this count as this, so that they have a logarithm [ours]. */
  public static final double ACCURACY_FLOOR = 1e-6;

  /** The name as published in tables: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The exponent of this metric at one step, with its R2.
   *
   * @param n model sizes, one per scale
   * @param values the metric of each scale
   * @return a fit, or a status that says why there is none
   * @throws IllegalArgumentException if lengths differ or a value has no logarithm
   */
  public PowerLawFit exponent(double[] n, double[] values) {
    return LogLogFit.of(n, Arrays.stream(values).map(this::positive).toArray());
  }

  /** Log of the metric, the side that is correlated within a scale: log PPL, loss, log accuracy. */
  public double log(double value) {
    return this == LOSS ? value : StrictMath.log(positive(value));
  }

  private double positive(double value) {
    return switch (this) {
      case PERPLEXITY -> value;
      case LOSS -> StrictMath.exp(value);
      case ACCURACY -> Math.max(value, ACCURACY_FLOOR);
    };
  }
}
