package org.gradienttransport.udfs.relax;

import org.gradienttransport.udfs.graph.Graph;

/**
 * Relaxation by pushing each active node's share straight into its neighbours' sums.
 *
 * <p>METHOD's arithmetic sums a node's incoming shares in ascending source order starting from 0.0.
 * Active nodes are walked in ascending order and each adds its share once, so every sum receives
 * the same additions in the same order: equal to the last bit.
 *
 * <p>Work per relaxation step is the active nodes, their neighbours, and N / 4096 words of the
 * sets' summaries. Fastest where the sums fit a cache.
 */
final class DirectRelaxation {
  private final Graph graph;
  private final double[] sums;

  /**
   * @param sums room for N sums, all 0.0; so it is left after each step
   */
  DirectRelaxation(Graph graph, double[] sums) {
    this.graph = graph;
    this.sums = sums;
  }

  /**
   * Adds the active nodes' shares to their neighbours' sums and takes them from themselves.
   *
   * @param active emptied
   * @param touched empty; afterwards the active nodes and all their neighbours
   */
  void push(double[] field, NodeSet active, NodeSet touched, double alpha) {
    double keep = 1.0 - alpha;
    long[] summary = active.summary;
    for (int s = 0; s < summary.length; s++) {
      long present = summary[s];
      summary[s] = 0;
      touched.summary[s] |= present;
      for (; present != 0; present &= present - 1) {
        int word = (s << NodeSet.WORD) + Long.numberOfTrailingZeros(present);
        long members = active.words[word];
        active.words[word] = 0;
        touched.words[word] |= members;
        pushWord(word << NodeSet.WORD, members, field, touched, alpha, keep);
      }
    }
  }

  private void pushWord(
      int base, long members, double[] field, NodeSet touched, double alpha, double keep) {
    int[] offsets = graph.offsets();
    int[] rest = graph.rest();
    int[] pairs = graph.pairs();
    int pairedFrom = graph.pairedFrom();
    for (long left = members; left != 0; left &= left - 1) {
      int node = base + Long.numberOfTrailingZeros(left);
      int from = offsets[node];
      int to = offsets[node + 1];
      int paired = node >= pairedFrom ? 2 : 0;
      double value = field[node];
      // Nobody but the node itself reads its value in this step, so its own part is taken now.
      field[node] = keep * value;
      double share = (alpha * value) / (to - from + paired);
      if (paired != 0) {
        add(pairs[2 * node], share, touched);
        add(pairs[2 * node + 1], share, touched);
      }
      for (int j = from; j < to; j++) {
        add(rest[j], share, touched);
      }
    }
  }

  private void add(int node, double share, NodeSet touched) {
    sums[node] += share;
    touched.add(node);
  }

  /**
   * Gives the touched nodes their sums.
   *
   * @param touched emptied
   * @param active empty; afterwards the nodes active now
   * @return number of nodes active now
   */
  long settle(double[] field, NodeSet touched, NodeSet active, double tau) {
    long count = 0;
    long tauBits = Double.doubleToLongBits(tau);
    long[] summary = touched.summary;
    for (int s = 0; s < summary.length; s++) {
      long present = summary[s];
      summary[s] = 0;
      for (; present != 0; present &= present - 1) {
        int word = (s << NodeSet.WORD) + Long.numberOfTrailingZeros(present);
        long members = touched.words[word];
        touched.words[word] = 0;
        long next = settleWord(word << NodeSet.WORD, members, field, tauBits);
        if (next != 0) {
          active.addWord(word, next);
          count += Long.bitCount(next);
        }
      }
    }
    return count;
  }

  private long settleWord(int base, long members, double[] field, long tau) {
    long next = 0;
    for (long left = members; left != 0; left &= left - 1) {
      int node = base + Long.numberOfTrailingZeros(left);
      double value = field[node] + sums[node];
      sums[node] = 0.0;
      field[node] = value;
      next |= NodeSet.above(value, tau) << node;
    }
    return next;
  }
}
