package org.gradienttransport.udfs.scaling.accounting;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The loss: cross-entropy in nats per token. */
public final class CrossEntropy {
  /** ln of the largest vocabularies in use (about 268,000): a model that guesses has this loss. */
  public static final double GUESSING = 12.5;

  /**
   * A loss that a model that was given much compute has left behind [ours]: it is the perplexity
   * 148, and perplexities of good models, 6 to 30, lie above it.
   */
  public static final double POOR = 5.0;

  /** Losses at more than this share of the largest compute tell what the models came to. */
  private static final double LATE = 0.1;

  private CrossEntropy() {}

  /**
   * Whether numbers given as losses have the size of perplexities [ours]: more than half of them
   * are worse than guessing.
   */
  public static boolean looksLikePerplexity(double[] losses) {
    return mostExceed(losses, GUESSING);
  }

  /**
   * Whether numbers given as losses have the size of perplexities of good models [ours]: more than
   * half of those measured at a tenth of the largest compute or more are above {@link #POOR}.
   *
   * @param flops compute of each loss
   */
  public static boolean looksLikeGoodPerplexity(double[] losses, double[] flops) {
    double late = LATE * Arrays.stream(flops).max().orElse(0);
    return mostExceed(
        IntStream.range(0, losses.length)
            .filter(i -> flops[i] >= late)
            .mapToDouble(i -> losses[i])
            .toArray(),
        POOR);
  }

  private static boolean mostExceed(double[] losses, double bound) {
    long above = Arrays.stream(losses).filter(loss -> loss > bound).count();
    return 2 * above > losses.length;
  }
}
