package org.gradienttransport.jobs.hub.synth;

/**
 * The entries of generated fields, block by block, each a pure function of (seed, N, stream,
 * index). Safe for use by several threads.
 */
@FunctionalInterface
public interface ValueSource {
  /** Entries of one block. */
  int BLOCK = 1 << 14;

  /**
   * Fills {@code target} with entries {@code block * BLOCK} and on.
   *
   * @param entries N of the field
   * @param stream which field of that size: its step, or another number of its own
   * @param target as many entries as are wanted, at most {@link #BLOCK}
   */
  void fill(long entries, long stream, long block, double[] target);
}
