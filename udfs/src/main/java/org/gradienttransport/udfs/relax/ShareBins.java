package org.gradienttransport.udfs.relax;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Shares on their way to their targets, sorted into blocks of targets.
 *
 * <p>A share is a target's place in its block and a value. The room is cut into segments; each
 * (chunk of sources, block of targets) has a chain of them, filled by the one thread that works on
 * the chunk. Reading a block's chains chunk by chunk gives its shares in the order of their
 * sources.
 */
final class ShareBins {
  /** Shares per segment, a power of two. */
  static final int SEGMENT = 256;

  private static final int SEGMENT_SHIFT = 8;
  private static final int NONE = -1;

  /** Segment 0 takes the shares that found no room: its content is never read. */
  private static final int OVERFLOW_SEGMENT = 0;

  private final int blockShift;
  private final double[] values;
  private final char[] places;
  private final int[] links;
  private final int[][] cursors;
  private final int[][] firsts;
  private final AtomicInteger used = new AtomicInteger();
  private final AtomicBoolean overflow = new AtomicBoolean();

  /**
   * Bins over the given room.
   *
   * @param values room for share values, and by its length the number of shares held at most
   * @param blocks number of target blocks, of 2^blockShift nodes each, blockShift at most 16
   * @param chunks number of source chunks
   */
  ShareBins(double[] values, int blocks, int blockShift, int chunks) {
    this.values = values;
    this.blockShift = blockShift;
    this.places = new char[values.length];
    this.links = new int[values.length >>> SEGMENT_SHIFT];
    this.cursors = new int[chunks][blocks];
    this.firsts = new int[chunks][blocks];
  }

  /** Bytes held beside the room for values. */
  static long bytesFor(long values, long blocks, int chunks) {
    return 2 * values + values / SEGMENT * 4 + 8L * chunks * blocks;
  }

  /** Empties all bins. */
  void clear() {
    for (int chunk = 0; chunk < firsts.length; chunk++) {
      Arrays.fill(firsts[chunk], NONE);
      Arrays.fill(cursors[chunk], 0);
    }
    used.set(OVERFLOW_SEGMENT + 1);
    overflow.set(false);
  }

  /** Whether shares were lost since the bins were emptied, for want of room. */
  boolean overflowed() {
    return overflow.get();
  }

  /** Where a chunk's next share for each block goes; a multiple of SEGMENT asks for a segment. */
  int[] cursors(int chunk) {
    return cursors[chunk];
  }

  double[] values() {
    return values;
  }

  char[] places() {
    return places;
  }

  /** Chains a fresh segment to (chunk, block); returns its first position. */
  int open(int chunk, int block) {
    int segment = used.getAndIncrement();
    if (segment >= links.length) {
      overflow.set(true);
      return OVERFLOW_SEGMENT;
    }
    int[] first = firsts[chunk];
    if (first[block] == NONE) {
      first[block] = segment;
    } else {
      links[(cursors[chunk][block] - 1) >>> SEGMENT_SHIFT] = segment;
    }
    return segment << SEGMENT_SHIFT;
  }

  /** Number of shares for a block. */
  int count(int block) {
    int count = 0;
    for (int chunk = 0; chunk < firsts.length; chunk++) {
      int last = last(chunk, block);
      for (int s = firsts[chunk][block]; s != NONE; s = s == last ? NONE : links[s]) {
        count += end(chunk, block, s, last) - (s << SEGMENT_SHIFT);
      }
    }
    return count;
  }

  /** Adds a block's shares to its nodes' sums, in the order of their sources. */
  void addTo(double[] sums, int block) {
    for (int chunk = 0; chunk < firsts.length; chunk++) {
      int last = last(chunk, block);
      for (int s = firsts[chunk][block]; s != NONE; s = s == last ? NONE : links[s]) {
        int end = end(chunk, block, s, last);
        for (int p = s << SEGMENT_SHIFT; p < end; p++) {
          sums[places[p]] += values[p];
        }
      }
    }
  }

  /** As {@link #addTo(double[], int)}, and marks the nodes in a bitmap of the block. */
  void addTo(double[] sums, long[] marks, int block) {
    for (int chunk = 0; chunk < firsts.length; chunk++) {
      int last = last(chunk, block);
      for (int s = firsts[chunk][block]; s != NONE; s = s == last ? NONE : links[s]) {
        int end = end(chunk, block, s, last);
        for (int p = s << SEGMENT_SHIFT; p < end; p++) {
          int place = places[p];
          sums[place] += values[p];
          marks[place >>> NodeSet.WORD] |= 1L << place;
        }
      }
    }
  }

  private int last(int chunk, int block) {
    return (cursors[chunk][block] - 1) >>> SEGMENT_SHIFT;
  }

  private int end(int chunk, int block, int segment, int last) {
    return segment == last ? cursors[chunk][block] : (segment + 1) << SEGMENT_SHIFT;
  }

  int blockShift() {
    return blockShift;
  }
}
