package org.gradienttransport.udfs.graph;

import java.util.Arrays;
import org.gradienttransport.udfs.parallel.Workers;

/**
 * Generator {@code torus-helical-v1} (METHOD-ROBUSTNESS section 1): node i is joined to i + 1 and i
 * + w modulo N, with w the integer part of the square root of N. Every node has four neighbours.
 */
final class HelicalTorus {
  static final int DEGREE = 4;

  /** From here on a node's four neighbours differ. */
  static final int LEAST_NODES = 9;

  private static final int NODES_PER_TASK = 1 << 16;

  private HelicalTorus() {}

  static Graph build(long nodes, Workers workers) {
    long most = Graph.MAX_ENTRIES / DEGREE;
    if (nodes < LEAST_NODES || nodes > most) {
      throw new IllegalArgumentException(
          "a torus has %d to %d nodes, asked %d".formatted(LEAST_NODES, most, nodes));
    }
    int n = (int) nodes;
    int width = width(nodes);
    int[] offsets = new int[n + 1];
    int[] neighbours = new int[DEGREE * n];
    workers.run(
        (n - 1) / NODES_PER_TASK + 1,
        task -> {
          int from = task * NODES_PER_TASK;
          int to = (int) Math.min(from + (long) NODES_PER_TASK, n);
          for (int node = from; node < to; node++) {
            offsets[node] = DEGREE * node;
            join(node, width, n, neighbours);
          }
        });
    offsets[n] = neighbours.length;
    return new Graph(n, 0, new int[0], offsets, neighbours);
  }

  private static void join(int node, int width, int n, int[] neighbours) {
    int at = DEGREE * node;
    neighbours[at] = Math.floorMod(node - width, n);
    neighbours[at + 1] = Math.floorMod(node - 1, n);
    neighbours[at + 2] = (node + 1) % n;
    neighbours[at + 3] = (node + width) % n;
    if (node < width || node >= n - width) {
      Arrays.sort(neighbours, at, at + DEGREE);
    }
  }

  /** Integer part of the square root, exactly. */
  static int width(long nodes) {
    long width = (long) Math.sqrt((double) nodes);
    while (width * width > nodes) {
      width--;
    }
    while ((width + 1) * (width + 1) <= nodes) {
      width++;
    }
    return (int) width;
  }
}
