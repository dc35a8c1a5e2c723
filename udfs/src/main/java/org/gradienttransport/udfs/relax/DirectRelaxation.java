package org.gradienttransport.udfs.relax;

import java.util.Arrays;
import org.gradienttransport.udfs.graph.Graph;

/**
 * Relaxation by pushing each active node's share straight into its neighbours' accumulators.
 *
 * <p>METHOD's arithmetic sums a node's incoming shares in ascending source order starting from 0.0.
 * Active nodes are walked in ascending order and each adds its share once, so every accumulator
 * receives the same additions in the same order: equal to the last bit.
 *
 * <p>Work per relaxation step is the active nodes, their neighbours, and N / 4096 words of the
 * sets' summaries. Fastest where the accumulators fit a cache.
 */
final class DirectRelaxation {
  private final Graph graph;
  private final double[] field;
  private final double[] incoming;
  private final NodeSet active;
  private final NodeSet touched;
  private final double tau;
  private final double alpha;
  private final double keep;

  DirectRelaxation(
      Graph graph, double[] field, double[] incoming, Sets sets, double tau, double alpha) {
    this.graph = graph;
    this.field = field;
    this.incoming = incoming;
    this.active = sets.active;
    this.touched = sets.touched;
    this.tau = tau;
    this.alpha = alpha;
    this.keep = 1.0 - alpha;
  }

  /** The two sets a relaxation walks; both empty between relaxations. */
  record Sets(NodeSet active, NodeSet touched) {}

  /** Fills the active set from the whole field (Eq. 2) and counts it. */
  long scan() {
    long count = 0;
    int negativeZeros = 0;
    for (int from = 0; from < field.length; from += 64) {
      int to = (int) Math.min(from + 64L, field.length);
      long members = 0;
      for (int i = from; i < to; i++) {
        double value = field[i];
        if (Math.abs(value) > tau) {
          members |= 1L << i;
        }
        if (Double.doubleToRawLongBits(value) == Long.MIN_VALUE) {
          negativeZeros++;
        }
      }
      if (members != 0) {
        active.addWord(from >>> NodeSet.WORD, members);
        count += Long.bitCount(members);
      }
    }
    if (negativeZeros > 0 && count > 0) {
      addZeros();
    }
    return count;
  }

  /**
   * The first relaxation step adds a sum to every entry; where that sum is 0.0 it still makes -0.0
   * into 0.0. Later steps cannot make a -0.0, as no sum that starts from 0.0 is one.
   */
  private void addZeros() {
    for (int i = 0; i < field.length; i++) {
      field[i] += 0.0;
    }
  }

  /** One synchronous update (Eq. 3); returns the number of nodes active after it. */
  long step() {
    push();
    return settle();
  }

  private void push() {
    long[] summary = active.summary;
    for (int s = 0; s < summary.length; s++) {
      long present = summary[s];
      summary[s] = 0;
      touched.summary[s] |= present;
      while (present != 0) {
        int word = (s << NodeSet.WORD) + Long.numberOfTrailingZeros(present);
        present &= present - 1;
        long members = active.words[word];
        active.words[word] = 0;
        touched.words[word] |= members;
        pushWord(word << NodeSet.WORD, members);
      }
    }
  }

  private void pushWord(int base, long members) {
    int[] offsets = graph.offsets();
    int[] rest = graph.rest();
    int[] pairs = graph.pairs();
    int pairedFrom = graph.pairedFrom();
    for (long left = members; left != 0; left &= left - 1) {
      int node = base + Long.numberOfTrailingZeros(left);
      int from = offsets[node];
      int to = offsets[node + 1];
      double value = field[node];
      // Nobody but the node itself reads its value in this step, so its own part is taken now.
      field[node] = keep * value;
      if (node >= pairedFrom) {
        double share = (alpha * value) / (to - from + 2);
        add(pairs[2 * node], share);
        add(pairs[2 * node + 1], share);
        push(rest, from, to, share);
      } else {
        push(rest, from, to, (alpha * value) / (to - from));
      }
    }
  }

  private void push(int[] rest, int from, int to, double share) {
    for (int j = from; j < to; j++) {
      add(rest[j], share);
    }
  }

  private void add(int node, double share) {
    incoming[node] += share;
    touched.add(node);
  }

  private long settle() {
    long count = 0;
    long[] summary = touched.summary;
    for (int s = 0; s < summary.length; s++) {
      long present = summary[s];
      summary[s] = 0;
      while (present != 0) {
        int word = (s << NodeSet.WORD) + Long.numberOfTrailingZeros(present);
        present &= present - 1;
        long members = touched.words[word];
        touched.words[word] = 0;
        long next = settleWord(word << NodeSet.WORD, members);
        if (next != 0) {
          active.addWord(word, next);
          count += Long.bitCount(next);
        }
      }
    }
    return count;
  }

  private long settleWord(int base, long members) {
    long next = 0;
    for (long left = members; left != 0; left &= left - 1) {
      int node = base + Long.numberOfTrailingZeros(left);
      double value = field[node] + incoming[node];
      incoming[node] = 0.0;
      field[node] = value;
      if (Math.abs(value) > tau) {
        next |= 1L << node;
      }
    }
    return next;
  }

  /** Empties the active set: at the ceiling it still has members. */
  void clear() {
    Arrays.fill(active.summary, 0L);
    Arrays.fill(active.words, 0L);
  }
}
