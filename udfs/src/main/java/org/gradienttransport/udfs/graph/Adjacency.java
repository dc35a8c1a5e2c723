package org.gradienttransport.udfs.graph;

import java.util.Arrays;
import org.gradienttransport.udfs.parallel.Workers;

/**
 * Turns edge targets into neighbour lists: a counting sort of the edges by target, stable, so that
 * each node's sources come out ascending.
 *
 * <p>Sorted first into blocks of targets, chunk of edges by chunk, then inside each block, where
 * counts and positions fit a cache. Chunks and blocks each belong to one thread at a time.
 */
final class Adjacency {
  private static final int BLOCK_SHIFT = 15;
  static final int BLOCK = 1 << BLOCK_SHIFT;
  private static final int CHUNKS_PER_THREAD = 4;

  private final int nodes;
  private final int attachment;
  private final int[] slots;
  private final Workers workers;
  private final int blocks;
  private final int chunks;
  private final int[][] cursors;
  private final int[] bases;
  private final int[] offsets;
  private final int[] rest;
  private final char[] places;

  /**
   * Room for all of it, made by all threads: what large arrays take is the first touch of their
   * pages.
   *
   * @param attachment m
   */
  Adjacency(int nodes, int attachment, Workers workers) {
    this.nodes = nodes;
    this.attachment = attachment;
    this.workers = workers;
    this.blocks = (nodes + BLOCK - 1) >>> BLOCK_SHIFT;
    this.chunks = Math.min(blocks, workers.threads() * CHUNKS_PER_THREAD);
    this.cursors = new int[chunks][blocks];
    this.bases = new int[blocks + 1];
    int entries = entries(nodes, attachment);
    char[][] chars = new char[1][];
    int[][] ints = new int[3][];
    workers.run(
        4,
        array -> {
          switch (array) {
            case 0 -> ints[0] = new int[attachment * nodes];
            case 1 -> ints[1] = new int[entries];
            case 2 -> ints[2] = new int[nodes + 1];
            default -> chars[0] = new char[entries];
          }
        });
    this.slots = ints[0];
    this.rest = ints[1];
    this.offsets = ints[2];
    this.places = chars[0];
  }

  /** Where targets plus one are to be drawn, m for each node; the graph's lower neighbours then. */
  int[] slots() {
    return slots;
  }

  /** Entries beside the slots: each edge's source, and the lower neighbour of the star's leaves. */
  static int entries(long nodes, int attachment) {
    return Math.toIntExact(attachment * (nodes - attachment) + attachment);
  }

  Graph graph() {
    workers.run(chunks, this::count);
    layOut();
    workers.run(chunks, this::sortIntoBlocks);
    workers.run(blocks, this::sortBlock);
    offsets[nodes] = rest.length;
    return new Graph(attachment + 1, attachment, slots, offsets, rest);
  }

  /** First node of a chunk; the slots of node m hold the star's edges. */
  private int from(int chunk) {
    return Math.max(attachment, (int) ((long) nodes * chunk / chunks));
  }

  private int to(int chunk) {
    return (int) ((long) nodes * (chunk + 1) / chunks);
  }

  private void count(int chunk) {
    int[] counts = cursors[chunk];
    int to = attachment * to(chunk);
    for (int slot = attachment * from(chunk); slot < to; slot++) {
      counts[(slots[slot] - 1) >>> BLOCK_SHIFT]++;
    }
  }

  /** Gives each block its range, and in it each chunk its own, in ascending order. */
  private void layOut() {
    for (int leaf = 0; leaf < attachment; leaf++) {
      rest[leaf] = 0;
      places[leaf] = (char) (leaf + 1);
    }
    int next = attachment;
    for (int block = 0; block < blocks; block++) {
      bases[block] = block == 0 ? 0 : next;
      for (int[] cursor : cursors) {
        int count = cursor[block];
        cursor[block] = next;
        next += count;
      }
    }
    bases[blocks] = next;
  }

  private void sortIntoBlocks(int chunk) {
    int[] cursor = cursors[chunk];
    int to = to(chunk);
    int from = from(chunk);
    if (attachment == BarabasiAlbert.PAPER_ATTACHMENT) {
      sortPairsIntoBlocks(cursor, from, to);
      return;
    }
    for (int node = from; node < to; node++) {
      int first = attachment * node;
      for (int k = 0; k < attachment; k++) {
        put(cursor, slots[first + k] - 1, node == attachment ? k + 1 : node);
      }
      order(first);
    }
  }

  private void sortPairsIntoBlocks(int[] cursor, int from, int to) {
    for (int node = from; node < to; node++) {
      int first = slots[2 * node] - 1;
      int second = slots[2 * node + 1] - 1;
      put(cursor, first, node == 2 ? 1 : node);
      put(cursor, second, node);
      slots[2 * node] = Math.min(first, second);
      slots[2 * node + 1] = Math.max(first, second);
    }
  }

  /** Turns a node's slots into its lower neighbours, ascending. */
  private void order(int first) {
    for (int slot = first; slot < first + attachment; slot++) {
      int target = slots[slot] - 1;
      int at = slot;
      for (; at > first && slots[at - 1] > target; at--) {
        slots[at] = slots[at - 1];
      }
      slots[at] = target;
    }
  }

  private void put(int[] cursor, int target, int source) {
    int position = cursor[target >>> BLOCK_SHIFT]++;
    rest[position] = source;
    places[position] = (char) (target & (BLOCK - 1));
  }

  private void sortBlock(int block) {
    int base = bases[block];
    int end = bases[block + 1];
    int[] next = new int[BLOCK + 1];
    for (int i = base; i < end; i++) {
      next[places[i] + 1]++;
    }
    next[0] = base;
    for (int i = 0; i < BLOCK; i++) {
      next[i + 1] += next[i];
    }
    int first = block << BLOCK_SHIFT;
    System.arraycopy(next, 0, offsets, first, Math.min(BLOCK, nodes - first));
    int[] sources = Arrays.copyOfRange(rest, base, end);
    for (int i = 0; i < sources.length; i++) {
      rest[next[places[base + i]]++] = sources[i];
    }
  }
}
