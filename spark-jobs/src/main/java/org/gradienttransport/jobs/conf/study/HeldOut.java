package org.gradienttransport.jobs.conf.study;

import java.io.Serializable;

/**
 * What laws must predict without having seen it.
 *
 * @param computeShare rows of more than this share of the largest C are held out; 0 for none
 * @param largestN whether the rows of the largest N are held out
 */
public record HeldOut(double computeShare, boolean largestN) implements Serializable {
  /** A tenth of the largest C, and the largest N. */
  public static final HeldOut DEFAULT = new HeldOut(0.1, true);

  /** Nothing. */
  public static final HeldOut NOTHING = new HeldOut(0, false);

  public HeldOut {
    if (!(computeShare >= 0 && computeShare < 1)) {
      throw new IllegalArgumentException(
          "compute_share must lie between 0 and 1, got " + computeShare);
    }
  }
}
