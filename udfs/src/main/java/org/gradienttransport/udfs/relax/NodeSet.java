package org.gradienttransport.udfs.relax;

import java.util.Arrays;

/**
 * A set of nodes as a bitmap with a summary above it: one bit per node, and one bit per word of 64
 * nodes that may hold any. Walking a set costs its members and N / 4096 words, so that a field's
 * long tail of few active nodes is cheap at any N.
 *
 * <p>The arrays are open to the loops of this package, which visit members in ascending order.
 */
final class NodeSet {
  static final int WORD = 6;

  private static final long INFINITY = 0x7FF0000000000000L;

  final long[] words;
  final long[] summary;

  NodeSet(int nodes) {
    this.words = new long[(nodes + 63) >>> WORD];
    this.summary = new long[(words.length + 63) >>> WORD];
  }

  void add(int node) {
    int word = node >>> WORD;
    words[word] |= 1L << node;
    summary[word >>> WORD] |= 1L << word;
  }

  /** Adds the members among nodes 64 {@code word} to 64 {@code word} + 63. */
  void addWord(int word, long members) {
    words[word] |= members;
    summary[word >>> WORD] |= 1L << word;
  }

  /** Empties the set. */
  void clear() {
    Arrays.fill(words, 0L);
    Arrays.fill(summary, 0L);
  }

  /**
   * 1 if the magnitude of a value is above the threshold, else 0, without a branch.
   *
   * @param tau bit pattern of the threshold, which is not negative: such numbers order as their
   *     patterns do, and NaN, above which is nothing, has a pattern past infinity's
   */
  static long above(double value, long tau) {
    long magnitude = Double.doubleToRawLongBits(value) & Long.MAX_VALUE;
    return ((tau - magnitude) & (magnitude - (INFINITY + 1))) >>> 63;
  }

  /** Which of up to 64 entries have a magnitude above the threshold, the first one at bit 0. */
  static long above(double[] field, int from, int to, long tau) {
    long members = 0;
    for (int i = from; i < to; i++) {
      members |= above(field[i], tau) << (i - from);
    }
    return members;
  }

  static long bytesFor(long nodes) {
    return nodes / 8 + nodes / 512 + 32;
  }
}
