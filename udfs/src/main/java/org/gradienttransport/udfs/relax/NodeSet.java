package org.gradienttransport.udfs.relax;

/**
 * A set of nodes as a bitmap with a summary above it: one bit per node, and one bit per word of 64
 * nodes that may hold any. Walking a set costs its members and N / 4096 words, so that a field's
 * long tail of few active nodes is cheap at any N.
 *
 * <p>The arrays are open to the loops of this package, which visit members in ascending order.
 */
final class NodeSet {
  static final int WORD = 6;

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

  static long bytesFor(long nodes) {
    return nodes / 8 + nodes / 512 + 32;
  }
}
