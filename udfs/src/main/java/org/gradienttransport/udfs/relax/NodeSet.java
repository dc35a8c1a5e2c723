package org.gradienttransport.udfs.relax;

import java.util.Arrays;

/**
 * A set of nodes as a bitmap, with a byte for each group of 4096 nodes that says whether it may
 * hold any. Walking a set costs its members and N / 4096 bytes, so that a field's long tail of few
 * active nodes is cheap at any N. A byte is only ever written, not read and changed: threads that
 * work on different nodes' words never wait for each other.
 *
 * <p>The arrays are open to the loops of this package, which visit members in ascending order.
 */
final class NodeSet {
  static final int WORD = 6;

  /** Nodes per group, as a power of two. */
  static final int GROUP = 12;

  static final int WORDS_PER_GROUP = 1 << (GROUP - WORD);

  /** Members listed at a time; divides 64. */
  private static final int LISTED = 4;

  final long[] words;
  final byte[] groups;

  NodeSet(int nodes) {
    this.words = new long[(nodes + 63) >>> WORD];
    this.groups = new byte[(words.length + WORDS_PER_GROUP - 1) / WORDS_PER_GROUP];
  }

  void add(int node) {
    words[node >>> WORD] |= 1L << node;
    groups[node >>> GROUP] = 1;
  }

  /** The word after the last one of a group. */
  int endOf(int group) {
    return Math.min((group + 1) * WORDS_PER_GROUP, words.length);
  }

  /** Number of members of one group. */
  int count(int group) {
    int count = 0;
    int end = endOf(group);
    for (int word = group * WORDS_PER_GROUP; word < end; word++) {
      count += Long.bitCount(words[word]);
    }
    return count;
  }

  /** The group after those that, from a group on, hold so many members together, or the end. */
  int past(int fromGroup, int members) {
    int group = fromGroup;
    for (int found = 0; group < groups.length && found < members; group++) {
      found += groups[group] == 0 ? 0 : count(group);
    }
    return group;
  }

  /** Counts the members of one group and notes whether there are any. */
  int recount(int group) {
    int count = count(group);
    groups[group] = (byte) (count == 0 ? 0 : 1);
    return count;
  }

  /** Empties the set. */
  void clear() {
    Arrays.fill(words, 0L);
    Arrays.fill(groups, (byte) 0);
  }

  /**
   * Lists the members of one word in ascending order, a few at a time, for fewer branches to guess;
   * what is too much is overwritten by the next word's.
   *
   * @param base the word's first node
   * @param list has room for 64 after {@code size}
   * @return the list's size with them
   */
  static int list(int base, long members, int[] list, int size) {
    int end = size;
    for (long left = members; left != 0; end += LISTED) {
      for (int i = 0; i < LISTED; i++) {
        list[end + i] = base + Long.numberOfTrailingZeros(left);
        left &= left - 1;
      }
    }
    return size + Long.bitCount(members);
  }

  static long bytesFor(long nodes) {
    return nodes / 8 + (nodes >>> GROUP) + 64;
  }
}
