package org.gradienttransport.udfs.relax;

import org.gradienttransport.udfs.parallel.Workers;

/**
 * Gathers shares and adds them up on several threads, round by round: each round takes the next
 * active nodes in ascending order, first cut into chunks of sources, then into ranges of targets. A
 * node's sum is made by one thread, in ascending source order, whatever the number of threads:
 * equal to the last bit to what a single one makes.
 */
final class GatheringRounds {
  private static final int CHUNKS_PER_THREAD = 2;

  /** Low nodes have most neighbours: with more ranges than threads they are shared out evenly. */
  private static final int RANGES_PER_THREAD = 4;

  /** Active nodes per chunk: enough to pay for the threads' meeting, few enough for the cache. */
  private static final int NODES_PER_CHUNK = 1 << 14;

  private final Workers workers;
  private final int chunks;
  private final ShareExchange exchange;

  GatheringRounds(int nodes, Workers workers) {
    this.workers = workers;
    this.chunks = CHUNKS_PER_THREAD * workers.threads();
    this.exchange = new ShareExchange(nodes, chunks, RANGES_PER_THREAD * workers.threads());
  }

  /** About what the exchange holds at most: four neighbours a node, twice, 12 bytes each. */
  static long bytesFor(int threads) {
    return (long) CHUNKS_PER_THREAD * threads * NODES_PER_CHUNK * 4 * 2 * 12;
  }

  /**
   * @param count number of active nodes
   */
  void run(Gathering gathering, long count) {
    int groups = gathering.active().groups.length;
    int perChunk = (int) Math.max(1, (long) NODES_PER_CHUNK * groups / count);
    for (int first = 0; first < groups; first += chunks * perChunk) {
      int start = first;
      workers.run(chunks, chunk -> gather(gathering, chunk, start + chunk * perChunk, perChunk));
      workers.run(
          exchange.ranges(), range -> exchange.addTo(gathering.sums(), range, gathering.marking()));
    }
  }

  private void gather(Gathering gathering, int chunk, int from, int length) {
    int groups = gathering.active().groups.length;
    exchange.clear(chunk);
    gathering.run(
        Math.min(from, groups),
        Math.min(from + length, groups),
        batch -> exchange.put(chunk, batch));
  }
}
