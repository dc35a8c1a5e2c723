package org.gradienttransport.udfs.graph;

import org.gradienttransport.udfs.random.Philox4x32;

/**
 * Generator {@code ba-philox-v1} (METHOD section 1): an undirected Barabasi-Albert graph with
 * attachment m = 2 whose every edge is a pure function of (seed, edge).
 *
 * <p>Edge e has source 1, 2 for e = 0, 1 and e/2 + 2 after. Of the 2E endpoints that exist when the
 * edge's node arrives, one is drawn; an even endpoint is a source and known at once, an odd one is
 * the target of an earlier edge.
 */
public final class BarabasiAlbert {
  /** First node with two edges of its own; the star below it has edges 1-0 and 2-0. */
  static final int FIRST_PAIRED = 3;

  /** Edge e is kept at slot e + 4, which makes slots 2v and 2v + 1 the edges of node v. */
  static final int SLOT = 4;

  private BarabasiAlbert() {}

  /**
   * The graph on {@code nodes} nodes.
   *
   * @throws IllegalArgumentException if there are fewer than 3 nodes or more than {@link
   *     Graph#MAX_NODES}
   */
  public static Graph build(long nodes, long seed) {
    int n = requireNodes(nodes);
    int[] targets = targets(n, seed);
    int[] offsets = offsets(n, targets);
    int[] rest = sources(n, targets, offsets);
    orderPairs(targets);
    return new Graph(FIRST_PAIRED, targets, offsets, rest);
  }

  static int requireNodes(long nodes) {
    if (nodes < FIRST_PAIRED || nodes > Graph.MAX_NODES) {
      throw new IllegalArgumentException(
          "a graph has 3 to " + Graph.MAX_NODES + " nodes, asked " + nodes);
    }
    return (int) nodes;
  }

  /** Targets of all edges in slots; slots 4 and 5 (edges 0 and 1) hold the star's centre, 0. */
  private static int[] targets(int nodes, long seed) {
    int[] slots = new int[2 * nodes];
    EdgeDraw draw = new EdgeDraw(seed);
    for (int v = FIRST_PAIRED; v < nodes; v++) {
      long edge = 2L * v - SLOT;
      int first = resolve(draw.endpoint(edge, 0, edge), slots);
      slots[2 * v] = first;
      int second = first;
      for (int attempt = 0; second == first; attempt++) {
        second = resolve(draw.endpoint(edge + 1, attempt, edge), slots);
      }
      slots[2 * v + 1] = second;
    }
    return slots;
  }

  private static int resolve(long endpoint, int[] slots) {
    int edge = (int) (endpoint >>> 1);
    return (endpoint & 1) == 0 ? source(edge) : slots[edge + SLOT];
  }

  /** Source of an edge: the node that brought it. */
  static int source(int edge) {
    return edge < 2 ? edge + 1 : (edge >>> 1) + 2;
  }

  /** Counts each node's entries in {@code rest} and sums them up. */
  private static int[] offsets(int nodes, int[] targets) {
    int[] offsets = new int[nodes + 1];
    for (int slot = SLOT; slot < targets.length; slot++) {
      offsets[targets[slot] + 1]++;
    }
    offsets[2]++; // node 1 and node 2 keep their only lower neighbour, 0, in rest
    offsets[3]++;
    for (int v = 0; v < nodes; v++) {
      offsets[v + 1] += offsets[v];
    }
    return offsets;
  }

  /** Scatters sources in ascending order, so that each run comes out ascending. */
  private static int[] sources(int nodes, int[] targets, int[] offsets) {
    int[] rest = new int[offsets[nodes]];
    int[] next = offsets.clone();
    rest[next[1]++] = 0;
    rest[next[2]++] = 0;
    for (int slot = SLOT; slot < targets.length; slot++) {
      rest[next[targets[slot]]++] = source(slot - SLOT);
    }
    return rest;
  }

  private static void orderPairs(int[] pairs) {
    for (int i = 2 * FIRST_PAIRED; i < pairs.length; i += 2) {
      int a = pairs[i];
      int b = pairs[i + 1];
      pairs[i] = Math.min(a, b);
      pairs[i + 1] = Math.max(a, b);
    }
  }

  /** The random draw of one edge's endpoint. */
  static final class EdgeDraw {
    private final Philox4x32 philox = new Philox4x32();
    private final int key0;
    private final int key1;

    EdgeDraw(long seed) {
      this.key0 = (int) seed;
      this.key1 = (int) (seed >>> 32);
    }

    /** A uniform one of the 2E endpoints of the first {@code edges} = E edges. */
    long endpoint(long edge, int attempt, long edges) {
      philox.draw(key0, key1, (int) edge, (int) (edge >>> 32), attempt, 0);
      return unsignedHigh(philox.first(), 2 * edges);
    }

    /** High 64 bits of the product of an unsigned and a non-negative number. */
    private static long unsignedHigh(long unsigned, long bound) {
      return Math.multiplyHigh(unsigned, bound) + ((unsigned >> 63) & bound);
    }
  }
}
