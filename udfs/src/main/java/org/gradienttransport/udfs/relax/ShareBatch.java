package org.gradienttransport.udfs.relax;

import org.gradienttransport.udfs.graph.Graph;

/**
 * About a thousand active nodes and the shares they give away, laid out flat: one target and one
 * value per share, in ascending source order.
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

  /** So many upper neighbours are copied at once, without asking how many there are. */
  private static final int COPIED = 2;

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
    int end = size;
    for (long left = members; left != 0; left &= left - 1) {
      nodes[end++] = base + Long.numberOfTrailingZeros(left);
    }
    size = end;
    return end >= FULL;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /**
   * Turns the nodes gathered so far into their shares, {@code alpha u / k} for each of k neighbours
   * (Eq. 3), and leaves the nodes what they keep. Nobody but the node itself reads its value in
   * this step, so its own part can be taken now.
   */
  void expand(Graph graph, double[] field, double alpha) {
    boolean dense = size > 0 && (nodes[size - 1] - nodes[0]) / size < DENSE;
    if (dense) {
      stream(graph, field);
    }
    makeRoom(readRuns(graph.offsets()) + 2 * size + COPIED);
    takeShares(field, alpha, graph.pairedFrom());
    if (!dense) {
      touch(graph.pairs(), graph.rest());
    }
    count = copyLists(graph);
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
    int[] pairs = graph.pairs();
    for (int i = 2 * from; i < Math.min(2 * to, pairs.length); i += LINE / Integer.BYTES) {
      sum += pairs[i];
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
      targets = new int[2 * needed];
      values = new double[2 * needed];
    }
  }

  private void takeShares(double[] field, double alpha, int pairedFrom) {
    double keep = 1.0 - alpha;
    for (int i = 0; i < size; i++) {
      int node = nodes[i];
      double value = field[node];
      field[node] = keep * value;
      int paired = 2 & ((pairedFrom - 1 - node) >> 31);
      shares[i] = (alpha * value) / (lengths[i] + paired);
    }
  }

  private void touch(int[] pairs, int[] rest) {
    int sum = 0;
    if (pairs.length > 0) {
      for (int i = 0; i < size; i++) {
        sum += pairs[2 * nodes[i]];
      }
    }
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

  private int copyLists(Graph graph) {
    int[] pairs = graph.pairs();
    int[] rest = graph.rest();
    int pairedFrom = graph.pairedFrom();
    int lastStart = rest.length - COPIED;
    int end = 0;
    for (int i = 0; i < size; i++) {
      int node = nodes[i];
      int start = starts[i];
      int length = lengths[i];
      double share = shares[i];
      if (node < pairedFrom || start > lastStart) {
        end = copyAtAnEdge(graph, i, end);
        continue;
      }
      System.arraycopy(pairs, 2 * node, targets, end, 2);
      // Always as many as most nodes have: no branch to guess; what is too much is overwritten by
      // the next node's.
      System.arraycopy(rest, start, targets, end + 2, COPIED);
      for (int j = 0; j < 2 + COPIED; j++) {
        values[end + j] = share;
      }
      end += 2;
      for (int j = COPIED; j < length; j++) {
        targets[end + j] = rest[start + j];
        values[end + j] = share;
      }
      end += length;
    }
    return end;
  }

  /** A node without a pair, or so near the end of the lists that too much cannot be copied. */
  private int copyAtAnEdge(Graph graph, int i, int from) {
    int end = from;
    if (nodes[i] >= graph.pairedFrom()) {
      for (int j = 0; j < 2; j++) {
        targets[end] = graph.pairs()[2 * nodes[i] + j];
        values[end++] = shares[i];
      }
    }
    for (int j = 0; j < lengths[i]; j++) {
      targets[end] = graph.rest()[starts[i] + j];
      values[end++] = shares[i];
    }
    return end;
  }
}
