package org.gradienttransport.jobs.conf;

import java.io.Serializable;

/**
 * A stable window set by hand (METHOD section 3).
 *
 * @param from first step, inclusive
 * @param to last step, inclusive
 */
public record WindowBounds(long from, long to) implements Serializable {

  public WindowBounds {
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException("a window from " + from + " to " + to + " holds no steps");
    }
  }
}
