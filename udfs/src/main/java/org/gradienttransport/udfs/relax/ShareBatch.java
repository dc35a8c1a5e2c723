package org.gradienttransport.udfs.relax;

import java.util.Arrays;
import org.gradienttransport.udfs.graph.Graph;

/**
 * About a thousand active nodes and the shares they give away, laid out flat: one target and one
 * value per share. First come all shares for the lists of other neighbours, then all for the lower
 * ones: a node's sources below itself hold it among their upper neighbours and those above among
 * their lower ones, so it still receives its shares in ascending source order.
 *
 * <p>Active nodes lie far apart, so all that is read of them misses the cache. Read one node at a
 * time, each miss would be waited for, because how many neighbours follow depends on it. Here each
 * loop reads one thing of all nodes and decides nothing, so the processor has many misses under way
 * at once; the lists are then copied out of the cache, and whoever adds the shares up has no list
 * to follow either.
 */
final class ShareBatch {
  private static final int FULL = 1 << 10;
  private static final int CAPACITY = FULL + 64;

  /** So many upper neighbours are copied at first, without asking how many there are. */
  private static final int COPIED = 2;

  /** Neighbours beyond {@link #COPIED} are copied so many at a time. */
  private static final int COPIED_MORE = 4;

  /** Entries that copying may read or write past a list's end. */
  private static final int PAST_END = COPIED + COPIED_MORE;

  /** Batches whose nodes lie closer than this on average are read as a stream. */
  private static final int DENSE = 16;

  /** Bytes of a cache line. */
  private static final int LINE = 64;

  int[] targets = new int[1 << 13];
  double[] values = new double[1 << 13];

  /** Number of shares. */
  int count;

  private final int[] nodes = new int[CAPACITY];
  private final int[] starts = new int[CAPACITY];
  private final int[] lengths = new int[CAPACITY];
  private final double[] shares = new double[CAPACITY];
  private int size;

  /** Takes what the touching loops read, so that they are not optimised away. */
  private int touched;

  /** Adds the members of one word of a node set; true if it is time to expand. */
  boolean add(int base, long members) {
    size = NodeSet.list(base, members, nodes, size);
    return size >= FULL;
  }

  /** Forgets all nodes and shares, also those that a failure left behind. */
  void clear() {
    size = 0;
    count = 0;
  }

  /**
   * Turns the nodes gathered so far into their shares, {@code alpha u / k} for each of k neighbours
   * (Eq. 3), after the shares that are there, and leaves the nodes what they keep. Nobody but the
   * node itself reads its value in this step, so its own part can be taken now.
   */
  void expand(Graph graph, double[] field, double alpha) {
    boolean dense = size > 0 && (nodes[size - 1] - nodes[0]) / size < DENSE;
    if (dense) {
      stream(graph, field);
    }
    makeRoom(count + readRuns(graph.offsets()) + graph.attachment() * size + PAST_END);
    takeShares(field, alpha, graph);
    if (!dense) {
      touch(graph);
    }
    int upper = copyUpper(graph.rest(), count);
    count = copyLower(graph, upper);
    size = 0;
  }

  /** Where most cache lines are needed anyway, all of them in order come quicker than those. */
  private void stream(Graph graph, double[] field) {
    int from = nodes[0];
    int to = nodes[size - 1] + 1;
    int[] offsets = graph.offsets();
    int sum = 0;
    for (int i = from; i < to; i += LINE / Integer.BYTES) {
      sum += offsets[i];
    }
    double entries = 0;
    for (int i = from; i < to; i += LINE / Double.BYTES) {
      entries += field[i];
    }
    int[] lower = graph.lower();
    int each = graph.attachment();
    for (int i = each * from; i < each * to; i += LINE / Integer.BYTES) {
      sum += lower[i];
    }
    int[] rest = graph.rest();
    for (int i = offsets[from]; i < offsets[to]; i += LINE / Integer.BYTES) {
      sum += rest[i];
    }
    touched = sum + (int) entries;
  }

  private int readRuns(int[] offsets) {
    int total = 0;
    for (int i = 0; i < size; i++) {
      int start = offsets[nodes[i]];
      int length = offsets[nodes[i] + 1] - start;
      starts[i] = start;
      lengths[i] = length;
      total += length;
    }
    return total;
  }

  private void makeRoom(int needed) {
    if (targets.length < needed) {
      targets = Arrays.copyOf(targets, 2 * needed);
      values = Arrays.copyOf(values, 2 * needed);
    }
  }

  private void takeShares(double[] field, double alpha, Graph graph) {
    int lowerFrom = graph.lowerFrom();
    int each = graph.attachment();
    double keep = 1.0 - alpha;
    for (int i = 0; i < size; i++) {
      int node = nodes[i];
      double value = field[node];
      field[node] = keep * value;
      int below = each & ((lowerFrom - 1 - node) >> 31);
      shares[i] = (alpha * value) / (lengths[i] + below);
    }
  }

  private void touch(Graph graph) {
    int sum = 0;
    int each = graph.attachment();
    if (each > 0) {
      int[] lower = graph.lower();
      for (int i = 0; i < size; i++) {
        sum += lower[each * nodes[i]];
      }
    }
    int[] rest = graph.rest();
    int last = rest.length - 1;
    for (int i = 0; i < size && last >= 0; i++) {
      sum += rest[Math.min(starts[i], last)];
    }
    // Later steps' active nodes are the ones with many neighbours: their lists end a line further.
    for (int i = 0; i < size && last >= 0; i++) {
      sum += rest[Math.min(starts[i] + lengths[i], last)];
    }
    touched = sum;
  }

  int touched() {
    return touched;
  }

  private int copyUpper(int[] rest, int from) {
    int last = rest.length - PAST_END;
    int end = from;
    for (int i = 0; i < size; i++) {
      int start = starts[i];
      int length = lengths[i];
      if (start + length > last) {
        copyAtTheEnd(rest, i, end);
      } else {
        copyPastTheEnd(rest, start, length, shares[i], end);
      }
      end += length;
    }
    return end;
  }

  /**
   * Always as many as most nodes have, and a whole number of steps more: few branches to guess.
   * What is too much is overwritten by the next node's.
   */
  private void copyPastTheEnd(int[] rest, int start, int length, double share, int end) {
    for (int j = 0; j < COPIED; j++) {
      targets[end + j] = rest[start + j];
      values[end + j] = share;
    }
    for (int j = COPIED; j < length; j += COPIED_MORE) {
      int from = start + j;
      int to = end + j;
      targets[to] = rest[from];
      targets[to + 1] = rest[from + 1];
      targets[to + 2] = rest[from + 2];
      targets[to + 3] = rest[from + 3];
      values[to] = share;
      values[to + 1] = share;
      values[to + 2] = share;
      values[to + 3] = share;
    }
  }

  /** So near the end of the lists that too much cannot be read. */
  private void copyAtTheEnd(int[] rest, int i, int end) {
    System.arraycopy(rest, starts[i], targets, end, lengths[i]);
    Arrays.fill(values, end, end + lengths[i], shares[i]);
  }

  private int copyLower(Graph graph, int from) {
    int first = 0;
    while (first < size && nodes[first] < graph.lowerFrom()) {
      first++;
    }
    int each = graph.attachment();
    return each == 2
        ? copyPairs(graph.lower(), first, from)
        : copyLower(graph.lower(), each, first, from);
  }

  private int copyLower(int[] lower, int each, int first, int from) {
    int end = from;
    for (int i = first; i < size; i++) {
      int start = each * nodes[i];
      double share = shares[i];
      for (int k = 0; k < each; k++) {
        targets[end + k] = lower[start + k];
        values[end + k] = share;
      }
      end += each;
    }
    return end;
  }

  /** The paper's m = 2, for most of all relaxations are of it. */
  private int copyPairs(int[] pairs, int first, int from) {
    int end = from;
    for (int i = first; i < size; i++) {
      int lower = 2 * nodes[i];
      double share = shares[i];
      targets[end] = pairs[lower];
      targets[end + 1] = pairs[lower + 1];
      values[end] = share;
      values[end + 1] = share;
      end += 2;
    }
    return end;
  }
}
