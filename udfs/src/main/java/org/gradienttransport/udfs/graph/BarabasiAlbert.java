package org.gradienttransport.udfs.graph;

import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.random.Philox4x32;

/**
 * Generator {@code ba-philox-v1} (METHOD section 1): an undirected Barabasi-Albert graph with
 * attachment m = 2 whose every edge is a pure function of (seed, edge).
 *
 * <p>Edge e has source 1, 2 for e = 0, 1 and e/2 + 2 after. Of the 2E endpoints that exist when the
 * edge's node arrives, one is drawn; an even endpoint is a source and known at once, an odd one is
 * the target of an earlier edge. That target is looked up where it is known already, which with
 * ascending work it nearly always is, and else derived by following the chain of odd endpoints: a
 * thread never waits for another, and all give the same targets.
 */
public final class BarabasiAlbert {
  /** First node with two edges of its own; the star below it has edges 1-0 and 2-0. */
  static final int FIRST_PAIRED = 3;

  /** Edge e is kept at slot e + 4, which makes slots 2v and 2v + 1 the edges of node v. */
  static final int SLOT = 4;

  private static final int NODES_PER_TASK = 1 << 14;

  private BarabasiAlbert() {}

  /**
   * The graph on {@code nodes} nodes.
   *
   * @throws IllegalArgumentException if there are fewer than 3 nodes or more than {@link
   *     Graph#MAX_NODES}
   */
  public static Graph build(long nodes, long seed, Workers workers) {
    if (nodes < FIRST_PAIRED || nodes > Graph.MAX_NODES) {
      throw new IllegalArgumentException(
          "a graph has 3 to " + Graph.MAX_NODES + " nodes, asked " + nodes);
    }
    int[] targets = targets((int) nodes, seed, workers);
    return new Adjacency(targets, workers).graph();
  }

  /**
   * Targets plus one of all edges in their slots; 0 while unknown. Threads read slots that others
   * are writing: they find either 0 or the target, as an int is never torn.
   */
  private static int[] targets(int nodes, long seed, Workers workers) {
    int[] slots = new int[2 * nodes];
    slots[SLOT] = 1;
    slots[SLOT + 1] = 1;
    int tasks = (int) ((nodes + NODES_PER_TASK - 1L) / NODES_PER_TASK);
    workers.run(
        tasks,
        task -> {
          int from = Math.max(FIRST_PAIRED, task * NODES_PER_TASK);
          int to = (int) Math.min((task + 1L) * NODES_PER_TASK, nodes);
          new Draws(seed, slots).fill(from, to);
        });
    return slots;
  }

  /** Source of an edge: the node that was attached by it. */
  static int source(int edge) {
    return edge < 2 ? edge + 1 : (edge >>> 1) + 2;
  }

  /** One thread's draws. */
  private static final class Draws {
    private static final int BATCH = 128;

    private final Philox4x32 philox = new Philox4x32();
    private final long[] endpoints = new long[2 * BATCH];
    private final int[] slots;
    private final int key0;
    private final int key1;

    Draws(long seed, int[] slots) {
      this.slots = slots;
      this.key0 = (int) seed;
      this.key1 = (int) (seed >>> 32);
    }

    /** Draws a batch first and looks it up after, so that many look-ups are under way at once. */
    void fill(int from, int to) {
      for (int batch = from; batch < to; batch += BATCH) {
        int count = Math.min(BATCH, to - batch);
        for (int i = 0; i < count; i++) {
          long edge = firstEdge(batch + i);
          endpoints[2 * i] = endpoint(edge, 0);
          endpoints[2 * i + 1] = endpoint(edge + 1, 0);
        }
        for (int i = 0; i < count; i++) {
          settle(batch + i, endpoints[2 * i], endpoints[2 * i + 1]);
        }
      }
    }

    private void settle(int node, long firstEndpoint, long secondEndpoint) {
      int first = resolve(firstEndpoint);
      int second = resolve(secondEndpoint);
      if (second == first) {
        second = redraw(firstEdge(node) + 1, first);
      }
      slots[2 * node] = first + 1;
      slots[2 * node + 1] = second + 1;
    }

    private int redraw(long edge, int taken) {
      int attempt = 1;
      int target = resolve(endpoint(edge, attempt));
      while (target == taken) {
        attempt++;
        target = resolve(endpoint(edge, attempt));
      }
      return target;
    }

    private int resolve(long endpoint) {
      int edge = (int) (endpoint >>> 1);
      if ((endpoint & 1) == 0) {
        return source(edge);
      }
      int known = slots[edge + SLOT];
      return known != 0 ? known - 1 : derive(edge);
    }

    /** The target of an edge that another thread has not got to; its chain only leads downwards. */
    private int derive(int edge) {
      int evenEdge = edge & ~1;
      int first = resolve(endpoint(evenEdge, 0));
      if (edge == evenEdge) {
        return first;
      }
      int second = resolve(endpoint(edge, 0));
      return second == first ? redraw(edge, first) : second;
    }

    private static long firstEdge(int node) {
      return 2L * node - SLOT;
    }

    /** A uniform one of the 2E endpoints there are when the edge's node arrives. */
    private long endpoint(long edge, int attempt) {
      long bound = 2 * (edge & ~1L);
      philox.draw(key0, key1, (int) edge, (int) (edge >>> 32), attempt, 0);
      long word = philox.first();
      // High 64 bits of the product of the unsigned word and the bound.
      return Math.multiplyHigh(word, bound) + ((word >> 63) & bound);
    }
  }
}
