package org.gradienttransport.udfs.relax;

import java.util.Arrays;
import org.gradienttransport.udfs.graph.Graph;
import org.gradienttransport.udfs.parallel.Workers;

/**
 * Relaxation that first sorts the active nodes' shares into blocks of targets, then settles block
 * after block: the random additions stay inside one block, which fits a core's cache, where pushing
 * them straight to their targets would miss cache and address translation on nearly each.
 *
 * <p>Sources are cut into chunks of whole blocks and a block's shares are read chunk by chunk, so a
 * node's sum is made in ascending source order whatever the number of threads: equal to the last
 * bit to {@link DirectRelaxation} and to the definition.
 *
 * <p>A relaxation step with more shares than there is room for is made by {@link DirectRelaxation},
 * over the same room.
 */
final class BinnedRelaxation {
  /** 2^15 nodes: a block's sums and entries take half a megabyte. */
  static final int BLOCK_SHIFT = 15;

  private static final int BLOCK = 1 << BLOCK_SHIFT;
  private static final int WORDS = BLOCK >>> NodeSet.WORD;
  private static final int SUMMARIES = WORDS >>> NodeSet.WORD;

  /** With more shares than one per this many nodes a sweep is quicker than a walk of marks. */
  private static final int SWEEP_FROM = 6;

  private static final int CHUNKS_PER_THREAD = 4;

  private final Graph graph;
  private final Workers workers;
  private final ShareBins bins;
  private final int blocks;
  private final int chunks;
  private static final ThreadLocal<Block> ROOM = ThreadLocal.withInitial(Block::new);
  private static final ThreadLocal<SourceBatch> BATCHES = ThreadLocal.withInitial(SourceBatch::new);

  BinnedRelaxation(Graph graph, double[] room, Workers workers) {
    this.graph = graph;
    this.workers = workers;
    this.blocks = blocks(graph.nodes());
    this.chunks = chunks(workers.threads(), blocks);
    this.bins = new ShareBins(room, blocks, BLOCK_SHIFT, chunks);
  }

  private static int blocks(long nodes) {
    return (int) ((nodes + BLOCK - 1) >>> BLOCK_SHIFT);
  }

  private static int chunks(int threads, int blocks) {
    return threads == 1 ? 1 : Math.min(CHUNKS_PER_THREAD * threads, blocks);
  }

  static long bytesFor(long nodes, int threads) {
    int blocks = blocks(nodes);
    return ShareBins.bytesFor(nodes, blocks, chunks(threads, blocks))
        + (long) threads * (8L * BLOCK + 8L * WORDS);
  }

  /** Room to settle one block, one per thread. */
  private static final class Block {
    final double[] sums = new double[BLOCK];
    final long[] marks = new long[WORDS];
  }

  /** Sorts the shares of all active nodes; false if there was no room for all of them. */
  boolean gather(double[] field, NodeSet active, double alpha) {
    bins.clear();
    workers.run(chunks, chunk -> gatherChunk(chunk, field, active, alpha));
    return !bins.overflowed();
  }

  private void gatherChunk(int chunk, double[] field, NodeSet active, double alpha) {
    int from = (int) ((long) blocks * chunk / chunks) * SUMMARIES;
    int to = (int) ((long) blocks * (chunk + 1) / chunks) * SUMMARIES;
    int end = Math.min(to, active.summary.length);
    SourceBatch batch = BATCHES.get();
    batch.size = 0;
    for (int s = from; s < end; s++) {
      for (long present = active.summary[s]; present != 0; present &= present - 1) {
        int word = (s << NodeSet.WORD) + Long.numberOfTrailingZeros(present);
        if (batch.add(word << NodeSet.WORD, active.words[word])) {
          batch.load(graph, field, alpha);
          put(chunk, batch);
        }
      }
    }
    batch.load(graph, field, alpha);
    put(chunk, batch);
  }

  private void put(int chunk, SourceBatch batch) {
    int[] rest = graph.rest();
    int[] cursors = bins.cursors(chunk);
    double[] values = bins.values();
    char[] places = bins.places();
    for (int i = 0; i < batch.size; i++) {
      double share = batch.shares[i];
      if (batch.nodes[i] >= graph.pairedFrom()) {
        put(chunk, batch.firsts[i], share, cursors, values, places);
        put(chunk, batch.seconds[i], share, cursors, values, places);
      }
      int end = batch.ends[i];
      for (int j = batch.starts[i]; j < end; j++) {
        put(chunk, rest[j], share, cursors, values, places);
      }
    }
    batch.size = 0;
  }

  private void put(
      int chunk, int target, double share, int[] cursors, double[] values, char[] places) {
    int to = target >>> BLOCK_SHIFT;
    int position = cursors[to];
    if ((position & (ShareBins.SEGMENT - 1)) == 0) {
      position = bins.open(chunk, to);
    }
    values[position] = share;
    places[position] = (char) (target & (BLOCK - 1));
    cursors[to] = position + 1;
  }

  /**
   * Gives every node its gathered sum (Eq. 3) and moves the active set on.
   *
   * @param active the set the shares were gathered from; empty afterwards
   * @param next empty; afterwards the nodes active now
   * @return number of nodes active now
   */
  long settle(double[] field, NodeSet active, NodeSet next, double keep, double tau) {
    long[] counts = new long[blocks];
    workers.run(
        blocks,
        b -> counts[b] = settleBlock(b, field, active, next, keep, Double.doubleToLongBits(tau)));
    long count = 0;
    for (long found : counts) {
      count += found;
    }
    return count;
  }

  private long settleBlock(
      int b, double[] field, NodeSet active, NodeSet next, double keep, long tau) {
    int shares = bins.count(b);
    Block room = ROOM.get();
    boolean sweep = shares > BLOCK / SWEEP_FROM;
    boolean kept = keep(b, field, active, keep, room.marks);
    if (shares == 0 && !kept) {
      return 0;
    }
    if (sweep) {
      bins.addTo(room.sums, b);
      Arrays.fill(room.marks, 0L);
      return sweep(b, field, next, tau, room.sums);
    }
    bins.addTo(room.sums, room.marks, b);
    return walk(b, field, next, tau, room);
  }

  /** Takes from the block's active nodes what they give away, marks them, and empties the set. */
  private static boolean keep(int b, double[] field, NodeSet active, double keep, long[] marks) {
    boolean any = false;
    int end = Math.min((b + 1) * SUMMARIES, active.summary.length);
    for (int s = b * SUMMARIES; s < end; s++) {
      long present = active.summary[s];
      active.summary[s] = 0;
      any |= present != 0;
      for (; present != 0; present &= present - 1) {
        int word = (s << NodeSet.WORD) + Long.numberOfTrailingZeros(present);
        long members = active.words[word];
        active.words[word] = 0;
        marks[word & (WORDS - 1)] = members;
        int base = word << NodeSet.WORD;
        for (; members != 0; members &= members - 1) {
          field[base + Long.numberOfTrailingZeros(members)] *= keep;
        }
      }
    }
    return any;
  }

  /** Adds sums to marked nodes alone. */
  private static long walk(int b, double[] field, NodeSet next, long tau, Block room) {
    long count = 0;
    double[] sums = room.sums;
    int blockBase = b << BLOCK_SHIFT;
    for (int w = 0; w < WORDS; w++) {
      long marks = room.marks[w];
      if (marks == 0) {
        continue;
      }
      room.marks[w] = 0;
      long members = 0;
      int wordBase = w << NodeSet.WORD;
      for (; marks != 0; marks &= marks - 1) {
        int place = wordBase + Long.numberOfTrailingZeros(marks);
        double value = field[blockBase + place] + sums[place];
        sums[place] = 0.0;
        field[blockBase + place] = value;
        members |= NodeSet.above(value, tau) << place;
      }
      if (members != 0) {
        next.addWord((blockBase + wordBase) >>> NodeSet.WORD, members);
        count += Long.bitCount(members);
      }
    }
    return count;
  }

  /** Adds sums to all nodes of the block, most of them 0.0, as the definition does. */
  private static long sweep(int b, double[] field, NodeSet next, long tau, double[] sums) {
    long count = 0;
    int from = b << BLOCK_SHIFT;
    int to = (int) Math.min((long) from + BLOCK, field.length);
    for (int i = from; i < to; i++) {
      field[i] += sums[i - from];
    }
    Arrays.fill(sums, 0.0);
    for (int base = from; base < to; base += 64) {
      long members = NodeSet.above(field, base, Math.min(base + 64, to), tau);
      if (members != 0) {
        next.addWord(base >>> NodeSet.WORD, members);
        count += Long.bitCount(members);
      }
    }
    return count;
  }
}
