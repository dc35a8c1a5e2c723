package org.gradienttransport.udfs.relax;

import org.gradienttransport.udfs.graph.Graph;

/**
 * A few hundred active nodes on their way to the bins.
 *
 * <p>Active nodes lie far apart, so all that is read of them misses the cache. Read one node at a
 * time, each miss would be waited for, because how many neighbours follow depends on it. Here each
 * loop reads one thing of all nodes and decides nothing, so the processor has many misses under way
 * at once.
 */
final class SourceBatch {
  private static final int FULL = 256;
  private static final int CAPACITY = FULL + 64;

  final int[] nodes = new int[CAPACITY];
  final int[] starts = new int[CAPACITY];
  final int[] ends = new int[CAPACITY];
  final int[] firsts = new int[CAPACITY];
  final int[] seconds = new int[CAPACITY];
  final double[] shares = new double[CAPACITY];
  int size;

  /** Takes what the touching loop read, so that it is not optimised away. */
  private int touched;

  /** Adds the members of one word of a node set; true if it is time to empty the batch. */
  boolean add(int base, long members) {
    int end = size;
    for (long left = members; left != 0; left &= left - 1) {
      nodes[end++] = base + Long.numberOfTrailingZeros(left);
    }
    size = end;
    return end >= FULL;
  }

  /** Reads runs, pairs and values of all nodes, makes their shares, and touches their runs. */
  void load(Graph graph, double[] field, double alpha) {
    int[] offsets = graph.offsets();
    int[] pairs = graph.pairs();
    int pairedFrom = graph.pairedFrom();
    for (int i = 0; i < size; i++) {
      starts[i] = offsets[nodes[i]];
      ends[i] = offsets[nodes[i] + 1];
    }
    if (pairs.length > 0) {
      for (int i = 0; i < size; i++) {
        firsts[i] = pairs[2 * nodes[i]];
        seconds[i] = pairs[2 * nodes[i] + 1];
      }
    }
    for (int i = 0; i < size; i++) {
      int paired = 2 & ((pairedFrom - 1 - nodes[i]) >> 31);
      shares[i] = (alpha * field[nodes[i]]) / (ends[i] - starts[i] + paired);
    }
    touchRuns(graph.rest());
  }

  private void touchRuns(int[] rest) {
    int last = rest.length - 1;
    int sum = 0;
    for (int i = 0; i < size && last >= 0; i++) {
      sum += rest[Math.min(starts[i], last)];
    }
    touched = sum;
  }

  int touched() {
    return touched;
  }
}
