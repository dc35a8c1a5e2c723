package org.gradienttransport.udfs.relax;

import java.util.Arrays;

/**
 * Shares on their way from the chunks of sources that threads gathered to the ranges of targets
 * that threads add up. Each (chunk, range) has a stretch of its own, so nobody waits for anybody;
 * reading a range's stretches chunk by chunk gives its shares in the order of their sources.
 *
 * <p>Emptied many times in one relaxation step, so it stays small enough for the shared cache.
 */
final class ShareExchange {
  /** Shares put between two looks at whether there is room. */
  private static final int SLICE = 1 << 9;

  private static final int FIRST_CAPACITY = 2 * SLICE;

  private final int rangeShift;
  private final int ranges;
  private final Chunk[] chunks;

  ShareExchange(int nodes, int chunks, int leastRanges) {
    int shift = NodeSet.GROUP;
    while ((nodes - 1) >>> (shift + 1) >= leastRanges) {
      shift++;
    }
    this.rangeShift = shift;
    this.ranges = ((nodes - 1) >>> shift) + 1;
    this.chunks = new Chunk[chunks];
    Arrays.setAll(this.chunks, chunk -> new Chunk(ranges));
  }

  int ranges() {
    return ranges;
  }

  void clear(int chunk) {
    chunks[chunk].clear();
  }

  void put(int chunk, ShareBatch batch) {
    chunks[chunk].put(batch, rangeShift);
  }

  /** Adds all shares for one range, chunk by chunk. */
  void addTo(ShareSums sums, int range, Marking marking) {
    for (Chunk chunk : chunks) {
      sums.add(chunk.targets, chunk.values, range * chunk.capacity, chunk.cursors[range], marking);
    }
  }

  private static final class Chunk {
    private final int ranges;
    private final int[] cursors;
    private int capacity = FIRST_CAPACITY;
    private int[] targets;
    private double[] values;

    Chunk(int ranges) {
      this.ranges = ranges;
      this.cursors = new int[ranges];
      this.targets = new int[ranges * capacity];
      this.values = new double[ranges * capacity];
      clear();
    }

    void clear() {
      for (int range = 0; range < ranges; range++) {
        cursors[range] = range * capacity;
      }
    }

    void put(ShareBatch batch, int rangeShift) {
      for (int from = 0; from < batch.count; from += SLICE) {
        int to = Math.min(from + SLICE, batch.count);
        makeRoom(to - from);
        for (int i = from; i < to; i++) {
          int target = batch.targets[i];
          int position = cursors[target >>> rangeShift]++;
          targets[position] = target;
          values[position] = batch.values[i];
        }
      }
    }

    /** Room for a slice even if all of it goes to one range. */
    private void makeRoom(int more) {
      int fullest = 0;
      for (int range = 0; range < ranges; range++) {
        fullest = Math.max(fullest, cursors[range] - range * capacity);
      }
      if (fullest + more <= capacity) {
        return;
      }
      int larger = Math.max(2 * capacity, fullest + more);
      int[] moreTargets = new int[ranges * larger];
      double[] moreValues = new double[ranges * larger];
      for (int range = 0; range < ranges; range++) {
        int used = cursors[range] - range * capacity;
        System.arraycopy(targets, range * capacity, moreTargets, range * larger, used);
        System.arraycopy(values, range * capacity, moreValues, range * larger, used);
        cursors[range] = range * larger + used;
      }
      targets = moreTargets;
      values = moreValues;
      capacity = larger;
    }
  }
}
