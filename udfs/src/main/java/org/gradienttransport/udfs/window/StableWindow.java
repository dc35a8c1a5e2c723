package org.gradienttransport.udfs.window;

import java.io.Serializable;

/**
 * A family's stable window, both bounds inside it.
 *
 * @param from first training step
 * @param to last training step
 * @param rule how the bounds were found, in words
 */
public record StableWindow(long from, long to, String rule) implements Serializable {
  /** Rule text of bounds that the family's configuration gives. */
  public static final String EXPLICIT = "explicit: bounds given by the family's configuration";

  public StableWindow {
    if (from > to) {
      throw new IllegalArgumentException(
          "a window must not end before it starts, got " + from + " to " + to);
    }
  }

  /** Bounds from the family's configuration; they always win over an automatic rule. */
  public static StableWindow explicit(long from, long to) {
    return new StableWindow(from, to, EXPLICIT);
  }
}
