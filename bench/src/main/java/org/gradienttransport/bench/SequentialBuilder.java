package org.gradienttransport.bench;

import java.util.Arrays;
import org.gradienttransport.udfs.random.Philox4x32;

/**
 * The graph as one would first write it: edges in order, targets looked up in the table of earlier
 * ones, neighbour lists by a counting sort. The yardstick for {@code BarabasiAlbert}.
 */
final class SequentialBuilder {
  private final int[] offsets;
  private final int[] neighbours;

  SequentialBuilder(int nodes, long seed) {
    int[] sources = new int[2 * nodes - 4];
    int[] targets = new int[2 * nodes - 4];
    draw(nodes, seed, sources, targets);
    offsets = new int[nodes + 1];
    for (int e = 0; e < sources.length; e++) {
      offsets[sources[e] + 1]++;
      offsets[targets[e] + 1]++;
    }
    for (int v = 0; v < nodes; v++) {
      offsets[v + 1] += offsets[v];
    }
    neighbours = sorted(sources, targets);
  }

  private static void draw(int nodes, long seed, int[] sources, int[] targets) {
    Philox4x32 philox = new Philox4x32();
    sources[0] = 1;
    sources[1] = 2;
    for (int v = 3; v < nodes; v++) {
      int edges = 2 * v - 4;
      for (int e = edges; e < edges + 2; e++) {
        sources[e] = v;
        int attempt = 0;
        do {
          philox.draw((int) seed, (int) (seed >>> 32), e, 0, attempt++, 0);
          long w = philox.first();
          long r = Math.multiplyHigh(w, 2L * edges) + ((w >> 63) & (2L * edges));
          int earlier = (int) (r >>> 1);
          targets[e] = (r & 1) == 0 ? sources[earlier] : targets[earlier];
        } while (e > edges && targets[e] == targets[e - 1]);
      }
    }
  }

  /** Lower neighbours first, then the sources above in ascending order: ascending throughout. */
  private int[] sorted(int[] sources, int[] targets) {
    int[] sorted = new int[2 * sources.length];
    int[] next = offsets.clone();
    for (int e = 0; e < sources.length; e += 2) {
      boolean star = e == 0;
      int low = Math.min(targets[e], targets[e + 1]);
      int high = Math.max(targets[e], targets[e + 1]);
      sorted[next[sources[e]]++] = star ? 0 : low;
      sorted[next[sources[e + 1]]++] = star ? 0 : high;
    }
    for (int e = 0; e < sources.length; e++) {
      sorted[next[targets[e]]++] = sources[e];
    }
    return sorted;
  }

  int[] neighbours(int node) {
    return Arrays.copyOfRange(neighbours, offsets[node], offsets[node + 1]);
  }
}
