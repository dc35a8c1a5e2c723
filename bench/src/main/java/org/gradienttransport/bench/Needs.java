package org.gradienttransport.bench;

import org.gradienttransport.udfs.graph.Graph;
import org.gradienttransport.udfs.probe.ProbeParameters;

/**
 * The memory accesses that one relaxation cannot do without, counted by making it plainly.
 *
 * @param shares additions to the sum of a random node
 * @param kept active nodes whose own value is reduced, in steps with few of them
 * @param settled nodes that get their sum, in steps with few of them
 * @param passes steps in which so many nodes receive shares that field and sums are read and
 *     written as a whole
 * @param streamedLines cache lines of the neighbour lists with something of an active node, in
 *     steps with many of them, where they are read in a row
 * @param singleLines the same in steps with few of them, where each is a random access
 */
record Needs(
    long shares, long kept, long settled, int passes, long streamedLines, long singleLines) {
  /** Steps with fewer active nodes than one in so many touch single nodes. */
  private static final int FEW = 64;

  /** Numbers of 4 bytes in a cache line. */
  private static final int LINE = 16;

  /**
   * @param field overwritten
   * @param tau threshold
   */
  static Needs of(Graph graph, double[] field, double tau, ProbeParameters parameters) {
    double[] sums = new double[field.length];
    long shares = 0;
    long kept = 0;
    long settled = 0;
    int passes = 0;
    long streamedLines = 0;
    long singleLines = 0;
    for (long active = 1; active > 0; ) {
      active = 0;
      long given = 0;
      for (int node = 0; node < field.length; node++) {
        if (Math.abs(field[node]) > tau) {
          active++;
          given += give(graph, node, field[node] * parameters.alpha(), sums);
        }
      }
      shares += given;
      boolean few = active < field.length / FEW;
      long lines = listLines(graph, field, tau);
      streamedLines += few ? 0 : lines;
      singleLines += few ? lines : 0;
      kept += few ? active : 0;
      passes += few ? 0 : 1;
      long received = settle(field, sums, tau, 1.0 - parameters.alpha());
      settled += few ? received : 0;
    }
    return new Needs(shares, kept, settled, passes, streamedLines, singleLines);
  }

  /**
   * Cache lines that say which neighbours the active nodes have, in the plainest form: one array of
   * where each node's list begins and one of all lists in a row.
   */
  private static long listLines(Graph graph, double[] field, double tau) {
    long lines = 0;
    long next = 0;
    long seenOffsets = -1;
    long seenLists = -1;
    for (int node = 0; node < field.length; node++) {
      long first = next;
      next += graph.degree(node);
      if (Math.abs(field[node]) > tau) {
        lines += node / LINE - Math.max(seenOffsets, node / LINE - 1);
        seenOffsets = node / LINE;
        long last = (next - 1) / LINE;
        lines += last - Math.max(seenLists, first / LINE - 1);
        seenLists = last;
      }
    }
    return lines;
  }

  private static int give(Graph graph, int node, double what, double[] sums) {
    int[] neighbours = graph.neighbours(node);
    for (int neighbour : neighbours) {
      sums[neighbour] += what / neighbours.length;
    }
    return neighbours.length;
  }

  private static long settle(double[] field, double[] sums, double tau, double keep) {
    long received = 0;
    for (int node = 0; node < field.length; node++) {
      double base = Math.abs(field[node]) > tau ? field[node] * keep : field[node];
      if (sums[node] != 0) {
        received++;
      }
      field[node] = base + sums[node];
      sums[node] = 0;
    }
    return received;
  }
}
