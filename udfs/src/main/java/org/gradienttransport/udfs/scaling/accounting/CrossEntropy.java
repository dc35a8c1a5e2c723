package org.gradienttransport.udfs.scaling.accounting;

import java.util.Arrays;

/** The loss: cross-entropy in nats per token. */
public final class CrossEntropy {
  /** ln of the largest vocabularies in use (about 268,000): a model that guesses has this loss. */
  public static final double GUESSING = 12.5;

  private CrossEntropy() {}

  /**
   * The loss of a perplexity, ln p.
   *
   * @param perplexity above 1 and finite: at 1 every token is foretold, and no loss is left
   * @throws IllegalArgumentException otherwise
   */
  public static double ofPerplexity(double perplexity) {
    if (!(perplexity > 1.0) || Double.isInfinite(perplexity)) {
      throw new IllegalArgumentException(
          "a perplexity must be above 1 and finite to be a loss, got " + perplexity);
    }
    return StrictMath.log(perplexity);
  }

  /**
   * Whether numbers given as losses have the size of perplexities [ours]: more than half of them
   * are worse than guessing.
   */
  public static boolean looksLikePerplexity(double[] losses) {
    long above = Arrays.stream(losses).filter(loss -> loss > GUESSING).count();
    return 2 * above > losses.length;
  }
}
