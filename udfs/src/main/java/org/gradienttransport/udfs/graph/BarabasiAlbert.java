package org.gradienttransport.udfs.graph;

import java.util.Arrays;
import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.random.Philox4x32;

/**
 * Generator {@code ba-philox-v1} (METHOD and METHOD-ROBUSTNESS, both section 1): an undirected
 * Barabasi-Albert graph with attachment m whose every edge is a pure function of (seed, edge).
 *
 * <p>Edge e has source e + 1 for e below m, and e / m + m after. Of the 2E endpoints that exist
 * when the edge's node arrives, one is drawn; an even endpoint is a source and known at once, an
 * odd one is the target of an earlier edge. That target is looked up where it is known already,
 * which with ascending work it nearly always is, and else derived by following the chain of odd
 * endpoints: a thread never waits for another, and all give the same targets.
 */
public final class BarabasiAlbert {
  /** The paper's m. */
  static final int PAPER_ATTACHMENT = 2;

  /** The star's nodes lie in the first block of {@link Adjacency}. */
  static final int MAX_ATTACHMENT = Adjacency.BLOCK - 1;

  private static final int NODES_PER_TASK = 1 << 14;

  private BarabasiAlbert() {}

  /** The graph on {@code nodes} nodes with the paper's attachment m = 2. */
  public static Graph build(long nodes, long seed, Workers workers) {
    return build(nodes, PAPER_ATTACHMENT, seed, workers);
  }

  /**
   * The graph on {@code nodes} nodes.
   *
   * @param attachment m, edges each arriving node brings
   * @throws IllegalArgumentException if there are fewer than m + 2 nodes (3 for m = 2), or so many
   *     that an array cannot hold their edges
   */
  public static Graph build(long nodes, int attachment, long seed, Workers workers) {
    requireSize(nodes, attachment);
    Adjacency adjacency = new Adjacency((int) nodes, attachment, workers);
    drawTargets(adjacency.slots(), attachment, seed, workers);
    return adjacency.graph();
  }

  private static void requireSize(long nodes, int attachment) {
    if (attachment < 1 || attachment > MAX_ATTACHMENT) {
      throw new IllegalArgumentException(
          "attachment is 1 to " + MAX_ATTACHMENT + " edges, asked " + attachment);
    }
    long least = attachment == PAPER_ATTACHMENT ? 3 : attachment + 2L;
    long most = Math.min(Graph.MAX_NODES, Graph.MAX_ENTRIES / attachment);
    if (nodes < least || nodes > most) {
      throw new IllegalArgumentException(
          "a graph with attachment %d has %d to %d nodes, asked %d"
              .formatted(attachment, least, most, nodes));
    }
  }

  /**
   * Draws targets plus one of all edges, those of node v into slots m v to m v + m - 1; 0 while
   * unknown. Threads read slots that others are writing: they find either 0 or the target, as an
   * int is never torn.
   */
  private static void drawTargets(int[] slots, int attachment, long seed, Workers workers) {
    int nodes = slots.length / attachment;
    int star = attachment * attachment;
    Arrays.fill(slots, star, star + attachment, 1);
    int tasks = (int) ((nodes + NODES_PER_TASK - 1L) / NODES_PER_TASK);
    workers.run(
        tasks,
        task -> {
          int from = Math.max(attachment + 1, task * NODES_PER_TASK);
          int to = (int) Math.min((task + 1L) * NODES_PER_TASK, nodes);
          Draws draws = new Draws(attachment, seed, slots);
          if (attachment == PAPER_ATTACHMENT) {
            draws.fillPairs(from, to);
          } else {
            draws.fill(from, to);
          }
        });
  }

  /** One thread's draws. */
  private static final class Draws {
    private static final int BATCH = 256;

    private final Philox4x32 philox = new Philox4x32();
    private final int attachment;
    private final int star;
    private final int[] slots;
    private final long[] endpoints;
    private final int key0;
    private final int key1;

    Draws(int attachment, long seed, int[] slots) {
      this.attachment = attachment;
      this.star = attachment * attachment;
      this.slots = slots;
      this.endpoints = new long[Math.max(BATCH, attachment)];
      this.key0 = (int) seed;
      this.key1 = (int) (seed >>> 32);
    }

    /** Draws a batch first and looks it up after, so that many look-ups are under way at once. */
    void fill(int from, int to) {
      int most = endpoints.length / attachment;
      for (int batch = from; batch < to; batch += most) {
        int count = Math.min(most, to - batch) * attachment;
        int firstSlot = batch * attachment;
        long bound = 2L * (firstSlot - star);
        for (int i = 0; i < count; i += attachment) {
          for (int k = 0; k < attachment; k++) {
            endpoints[i + k] = endpoint(firstSlot - star + i + k, bound + 2L * i, 0);
          }
        }
        for (int i = 0; i < count; i += attachment) {
          for (int k = 0; k < attachment; k++) {
            settle(firstSlot + i, k, endpoints[i + k], bound + 2L * i);
          }
        }
      }
    }

    /** The same for m = 2, a third sooner without loops over a node's edges. */
    void fillPairs(int from, int to) {
      for (int batch = from; batch < to; batch += BATCH / 2) {
        int count = Math.min(BATCH / 2, to - batch);
        for (int i = 0; i < count; i++) {
          int edge = 2 * (batch + i) - star;
          endpoints[2 * i] = endpoint(edge, 2L * edge, 0);
          endpoints[2 * i + 1] = endpoint(edge + 1, 2L * edge, 0);
        }
        for (int i = 0; i < count; i++) {
          settlePair(2 * (batch + i), endpoints[2 * i], endpoints[2 * i + 1]);
        }
      }
    }

    private void settlePair(int firstSlot, long firstEndpoint, long secondEndpoint) {
      int first = resolve(firstEndpoint);
      int second = resolve(secondEndpoint);
      slots[firstSlot] = first + 1;
      if (second == first) {
        settle(firstSlot, 1, secondEndpoint, 2L * (firstSlot - star));
      } else {
        slots[firstSlot + 1] = second + 1;
      }
    }

    /** Target of a node's edge k, drawn again while it is one of its earlier edges'. */
    private int settle(int firstSlot, int k, long endpoint, long bound) {
      int target = resolve(endpoint);
      for (int attempt = 1; isTaken(target, firstSlot, k); attempt++) {
        target = resolve(endpoint(firstSlot - star + k, bound, attempt));
      }
      slots[firstSlot + k] = target + 1;
      return target;
    }

    private boolean isTaken(int target, int firstSlot, int k) {
      for (int slot = firstSlot; slot < firstSlot + k; slot++) {
        if (slots[slot] == target + 1) {
          return true;
        }
      }
      return false;
    }

    private int resolve(long endpoint) {
      int edge = (int) (endpoint >>> 1);
      if ((endpoint & 1) == 0) {
        return source(edge);
      }
      int known = slots[edge + star];
      return known != 0 ? known - 1 : derive(edge);
    }

    private int source(int edge) {
      if (edge < attachment) {
        return edge + 1;
      }
      return attachment == PAPER_ATTACHMENT ? (edge >>> 1) + 2 : edge / attachment + attachment;
    }

    /** The target of an edge that another thread has not got to; its chain only leads downwards. */
    private int derive(int edge) {
      int k = edge % attachment;
      int first = edge - k;
      int target = 0;
      for (int i = 0; i <= k; i++) {
        target = settle(first + star, i, endpoint(first + i, 2L * first, 0), 2L * first);
      }
      return target;
    }

    /**
     * A uniform one of the endpoints there are when the edge's node arrives.
     *
     * @param bound 2E
     */
    private long endpoint(int edge, long bound, int attempt) {
      philox.draw(key0, key1, edge, 0, attempt, 0);
      long word = philox.first();
      // High 64 bits of the product of the unsigned word and the bound.
      return Math.multiplyHigh(word, bound) + ((word >> 63) & bound);
    }
  }
}
