package org.gradienttransport.udfs.graph;

import java.util.Arrays;

/**
 * An undirected simple graph; a Barabasi-Albert graph takes about 8m + 4 bytes per node.
 *
 * <p>Nodes from {@code lowerFrom} on have exactly m neighbours below themselves, held in {@code
 * lower[m v] .. lower[m v + m - 1]}, ascending; all their other neighbours lie above and are {@code
 * rest[offsets[v]] .. rest[offsets[v + 1] - 1]}, ascending. Nodes below {@code lowerFrom} have all
 * their neighbours in {@code rest}. So each node's neighbours are ascending throughout, and an
 * arbitrary graph is one with {@code lowerFrom = N} and m = 0.
 *
 * <p>The arrays are shared, not copied: they are the largest thing in memory, and every loop over
 * neighbours reads them directly. Nobody writes to them after the graph was made.
 */
public final class Graph {
  /** Most nodes: twice their number must be a valid array length. */
  public static final long MAX_NODES = (1L << 30) - 8;

  /** Most entries of an array. */
  static final long MAX_ENTRIES = Integer.MAX_VALUE - 8;

  private final int nodes;
  private final int lowerFrom;
  private final int attachment;
  private final int[] lower;
  private final int[] offsets;
  private final int[] rest;

  Graph(int lowerFrom, int attachment, int[] lower, int[] offsets, int[] rest) {
    this.nodes = offsets.length - 1;
    this.lowerFrom = lowerFrom;
    this.attachment = attachment;
    this.lower = lower;
    this.offsets = offsets;
    this.rest = rest;
  }

  /**
   * An arbitrary graph.
   *
   * @param nodes number of nodes
   * @param edges one pair of node indices per undirected edge, no loops, no repeats
   */
  public static Graph ofEdges(int nodes, int[][] edges) {
    int[] offsets = new int[nodes + 1];
    for (int[] edge : edges) {
      requireEdge(nodes, edge);
      offsets[edge[0] + 1]++;
      offsets[edge[1] + 1]++;
    }
    Arrays.parallelPrefix(offsets, Integer::sum);
    int[] next = Arrays.copyOf(offsets, nodes);
    int[] rest = new int[2 * edges.length];
    for (int[] edge : edges) {
      rest[next[edge[0]]++] = edge[1];
      rest[next[edge[1]]++] = edge[0];
    }
    for (int v = 0; v < nodes; v++) {
      Arrays.sort(rest, offsets[v], offsets[v + 1]);
      requireDistinct(v, rest, offsets[v], offsets[v + 1]);
    }
    return new Graph(nodes, 0, new int[0], offsets, rest);
  }

  private static void requireEdge(int nodes, int[] edge) {
    boolean valid =
        edge.length == 2
            && edge[0] != edge[1]
            && Math.min(edge[0], edge[1]) >= 0
            && Math.max(edge[0], edge[1]) < nodes;
    if (!valid) {
      throw new IllegalArgumentException(
          "edge " + Arrays.toString(edge) + " does not join two of " + nodes + " nodes");
    }
  }

  private static void requireDistinct(int v, int[] rest, int from, int to) {
    for (int j = from + 1; j < to; j++) {
      if (rest[j] == rest[j - 1]) {
        throw new IllegalArgumentException("edge " + v + "-" + rest[j] + " is there twice");
      }
    }
  }

  /** N, number of nodes. */
  public int nodes() {
    return nodes;
  }

  /** First node whose lower neighbours are in {@link #lower()}. */
  public int lowerFrom() {
    return lowerFrom;
  }

  /** m, lower neighbours per node in {@link #lower()}. */
  public int attachment() {
    return attachment;
  }

  /** Lower neighbours, m per node; shared, not to be written. */
  public int[] lower() {
    return lower;
  }

  /**
   * Where each node's run in {@link #rest()} begins, and the end of the last; not to be written.
   */
  public int[] offsets() {
    return offsets;
  }

  /** All neighbours but those in {@link #lower}, node by node; shared, not to be written. */
  public int[] rest() {
    return rest;
  }

  /** k, number of neighbours. */
  public int degree(int node) {
    return offsets[node + 1] - offsets[node] + (node >= lowerFrom ? attachment : 0);
  }

  /** The neighbours of one node, ascending; a copy. */
  public int[] neighbours(int node) {
    int below = node >= lowerFrom ? attachment : 0;
    int[] all = new int[degree(node)];
    for (int k = 0; k < below; k++) {
      all[k] = lower[attachment * node + k];
    }
    System.arraycopy(rest, offsets[node], all, below, all.length - below);
    return all;
  }

  /** Bytes of the arrays. */
  public long bytes() {
    return 4L * lower.length + 4L * offsets.length + 4L * rest.length;
  }
}
