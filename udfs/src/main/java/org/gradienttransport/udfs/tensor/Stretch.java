package org.gradienttransport.udfs.tensor;

/**
 * Bytes of a source that lie one after the other.
 *
 * @param from the first
 * @param to behind the last
 */
public record Stretch(long from, long to) {
  /** How many there are. */
  public long bytes() {
    return to - from;
  }
}
