package org.gradienttransport.udfs.relax;

import java.util.function.IntConsumer;
import org.gradienttransport.udfs.parallel.Workers;

/**
 * Gathers shares and adds them up on several threads, round by round: each round takes the next
 * active nodes in ascending order, cut into chunks of sources, and its shares are then added in
 * ranges of targets. A node's sum is made by one thread at a time, in ascending source order,
 * whatever the number of threads: equal to the last bit to what a single one makes.
 *
 * <p>While one round's shares are added the next one's are gathered, so that threads wait for each
 * other once a round, and reading lists shares the memory with adding.
 */
final class GatheringRounds implements SharedStep {
  private static final int CHUNKS_PER_THREAD = 2;

  /** Low nodes have most neighbours: with more ranges than threads they are shared out evenly. */
  private static final int RANGES_PER_THREAD = 4;

  /** Active nodes per chunk: enough to pay for the threads' meeting, few enough for the cache. */
  private static final int NODES_PER_CHUNK = 1 << 13;

  private final Workers workers;
  private final int chunks;

  /** Where this round's chunks of groups begin and end. */
  private final int[] ends;

  private ShareExchange filling;
  private ShareExchange full;

  GatheringRounds(int nodes, Workers workers) {
    this.workers = workers;
    this.chunks = CHUNKS_PER_THREAD * workers.threads();
    this.ends = new int[chunks + 1];
    int ranges = RANGES_PER_THREAD * workers.threads();
    this.filling = new ShareExchange(nodes, chunks, ranges);
    this.full = new ShareExchange(nodes, chunks, ranges);
  }

  /** About what the two exchanges hold at most: each node's neighbours, twice, 12 bytes each. */
  static long bytesFor(int degree, int threads) {
    return 2L * CHUNKS_PER_THREAD * threads * NODES_PER_CHUNK * degree * 2 * 12;
  }

  @Override
  public void run(Gathering gathering, ShareSums sums, Marking marking) {
    int groups = gathering.active().groups.length;
    int ranges = 0;
    for (int next = 0; next < groups; next = ends[chunks]) {
      cut(gathering.active(), next);
      round(gathering, ranges, range -> full.addTo(sums, range, marking));
      swap();
      ranges = full.ranges();
    }
    workers.run(ranges, range -> full.addTo(sums, range, marking));
  }

  /** By the number of active nodes: in later steps most of them are the low ones. */
  private void cut(NodeSet active, int next) {
    ends[0] = next;
    for (int chunk = 0; chunk < chunks; chunk++) {
      ends[chunk + 1] = active.past(ends[chunk], NODES_PER_CHUNK);
    }
  }

  /** Gathers a round's shares and adds up the ranges of the one before. */
  private void round(Gathering gathering, int ranges, IntConsumer addRange) {
    workers.run(
        chunks + ranges,
        task -> {
          if (task < chunks) {
            filling.clear(task);
            gathering.run(ends[task], ends[task + 1], batch -> filling.put(task, batch));
          } else {
            addRange.accept(task - chunks);
          }
        });
  }

  private void swap() {
    ShareExchange filled = filling;
    filling = full;
    full = filled;
  }
}
