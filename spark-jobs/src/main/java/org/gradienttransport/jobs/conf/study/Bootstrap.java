package org.gradienttransport.jobs.conf.study;

import java.io.Serializable;

/**
 * How intervals come about.
 *
 * @param replicates how often rows are drawn anew; 0 for no intervals
 * @param seed of the draws
 * @param rule which interval
 */
public record Bootstrap(int replicates, long seed, Rule rule) implements Serializable {
  /** A thousand replicates of seed 42. */
  public static final Bootstrap DEFAULT = new Bootstrap(1000, 42, Rule.CASES);

  private static final int MOST = 100_000;

  /** What is drawn. */
  public enum Rule {
    /** As many cases as there are, with repeats. */
    CASES,
    /** 80 % of the cases, without repeats, as Hoffmann et al. do for approaches 1 and 2. */
    H
  }

  public Bootstrap {
    if (replicates < 0 || replicates > MOST) {
      throw new IllegalArgumentException(
          "replicates must lie between 0 and " + MOST + ", got " + replicates);
    }
  }
}
