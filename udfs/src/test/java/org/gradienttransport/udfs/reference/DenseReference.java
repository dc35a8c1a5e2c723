package org.gradienttransport.udfs.reference;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * METHOD sections 1 and 4 word by word, as slow and plain as they are written: whole sweeps, lists
 * of neighbours, a full sort, arbitrary-precision integers. Shares no code with the engine.
 */
public final class DenseReference {
  private static final BigInteger WORD = BigInteger.ONE.shiftLeft(32);

  private DenseReference() {}

  /** The outcome of one dense relaxation. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Outcome(long size, int steps, long[] activeCounts, double[] field) {}

  /** Edges (source, target) by the sequential definition of ba-philox-v1. */
  public static int[][] edges(int nodes, int m, long seed) {
    int[] targets = new int[m * (nodes - m)];
    int[] sources = new int[m * (nodes - m)];
    for (int i = 0; i < m; i++) {
      sources[i] = i + 1;
    }
    for (int v = m + 1; v < nodes; v++) {
      int edges = m * (v - m);
      for (int k = 0; k < m; k++) {
        int e = edges + k;
        sources[e] = v;
        int attempt = 0;
        do {
          long[] out = philox(new long[] {low(seed), high(seed)}, low(e), high(e), attempt++, 0);
          BigInteger w = BigInteger.valueOf(out[0]).add(BigInteger.valueOf(out[1]).multiply(WORD));
          int r = w.multiply(BigInteger.valueOf(2L * edges)).shiftRight(64).intValueExact();
          targets[e] = r % 2 == 0 ? sources[r / 2] : targets[r / 2];
        } while (Arrays.stream(targets, edges, e).anyMatch(earlier -> earlier == targets[e]));
      }
    }
    int[][] edges = new int[targets.length][];
    Arrays.setAll(edges, e -> new int[] {sources[e], targets[e]});
    return edges;
  }

  /** Ascending neighbours of the Barabasi-Albert graph with m = 2. */
  public static int[][] barabasiAlbert(int nodes, long seed) {
    return neighbours(nodes, edges(nodes, 2, seed));
  }

  /** Ascending neighbours of the helical torus. */
  public static int[][] torus(int nodes) {
    int width = BigInteger.valueOf(nodes).sqrt().intValueExact();
    List<int[]> edges = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      edges.add(new int[] {i, (i + 1) % nodes});
      edges.add(new int[] {i, (i + width) % nodes});
    }
    return neighbours(nodes, edges.toArray(int[][]::new));
  }

  /** Ascending neighbours of an arbitrary graph. */
  public static int[][] neighbours(int nodes, int[][] edges) {
    List<TreeSet<Integer>> sets = new ArrayList<>();
    for (int v = 0; v < nodes; v++) {
      sets.add(new TreeSet<>());
    }
    for (int[] edge : edges) {
      sets.get(edge[0]).add(edge[1]);
      sets.get(edge[1]).add(edge[0]);
    }
    return sets.stream()
        .map(set -> set.stream().mapToInt(Integer::intValue).toArray())
        .toArray(int[][]::new);
  }

  /** Philox4x32-10 on unsigned words held in longs. */
  public static long[] philox(long[] key, long... counter) {
    long[] c = counter.clone();
    long k0 = key[0];
    long k1 = key[1];
    for (int round = 0; round < 10; round++) {
      BigInteger p0 = BigInteger.valueOf(0xD2511F53L).multiply(BigInteger.valueOf(c[0]));
      BigInteger p1 = BigInteger.valueOf(0xCD9E8D57L).multiply(BigInteger.valueOf(c[2]));
      c =
          new long[] {
            p1.divide(WORD).longValueExact() ^ c[1] ^ k0,
            p1.mod(WORD).longValueExact(),
            p0.divide(WORD).longValueExact() ^ c[3] ^ k1,
            p0.mod(WORD).longValueExact()
          };
      k0 = (k0 + 0x9E3779B9L) % (1L << 32);
      k1 = (k1 + 0xBB67AE85L) % (1L << 32);
    }
    return c;
  }

  /** Exact quantile by a full sort. */
  public static double quantile(double[] field, double quantile) {
    double[] x = Arrays.stream(field).map(Math::abs).sorted().toArray();
    double pos = quantile * (x.length - 1);
    int k = (int) Math.floor(pos);
    double above = k + 1 < x.length ? x[k + 1] : x[k];
    return x[k] + (pos - k) * (above - x[k]);
  }

  /** Eq. 3 swept over all nodes until none is active. */
  public static Outcome relax(
      int[][] neighbours, double[] field, double tau, double alpha, int ceiling) {
    double[] u = field.clone();
    List<Long> counts = new ArrayList<>();
    while (counts.size() < ceiling) {
      boolean[] active = new boolean[u.length];
      long count = 0;
      for (int i = 0; i < u.length; i++) {
        active[i] = Math.abs(u[i]) > tau;
        count += active[i] ? 1 : 0;
      }
      if (count == 0) {
        break;
      }
      counts.add(count);
      double[] next = new double[u.length];
      for (int i = 0; i < u.length; i++) {
        double sum = 0.0;
        for (int r : neighbours[i]) {
          if (active[r]) {
            sum += (alpha * u[r]) / neighbours[r].length;
          }
        }
        next[i] = (active[i] ? (1 - alpha) * u[i] : u[i]) + sum;
      }
      u = next;
    }
    long[] activeCounts = counts.stream().mapToLong(Long::longValue).toArray();
    return new Outcome(Arrays.stream(activeCounts).sum(), counts.size(), activeCounts, u);
  }

  /** Box-Muller draws of METHOD section 4; kind 1 for N0, 2 for N1. */
  public static double[] gaussian(int nodes, long seed, int replicate, int kind) {
    double[] field = new double[nodes];
    for (int i = 0; i < nodes; i++) {
      long j = i / 2;
      long[] out = philox(new long[] {low(seed), nodes}, low(j), high(j), replicate, kind);
      double a = ((out[0] >>> 11 | out[1] << 21) + 0.5) * Math.pow(2, -53);
      double b = ((out[2] >>> 11 | out[3] << 21) + 0.5) * Math.pow(2, -53);
      double r = Math.sqrt(-2 * StrictMath.log(a));
      double angle = 2 * Math.PI * b;
      field[i] = r * (i % 2 == 0 ? StrictMath.cos(angle) : StrictMath.sin(angle));
    }
    return field;
  }

  /** Order moments-v1, with a lane picked by remainder and halves combined recursively. */
  public static double sum(double[] field) {
    double total = 0.0;
    for (int from = 0; from < field.length; from += 4096) {
      double[] lanes = new double[32];
      for (int i = from; i < Math.min(from + 4096, field.length); i++) {
        lanes[(i - from) % 32] += field[i];
      }
      total += halves(lanes);
    }
    return total;
  }

  private static double halves(double[] lanes) {
    if (lanes.length == 1) {
      return lanes[0];
    }
    double[] half = new double[lanes.length / 2];
    for (int j = 0; j < half.length; j++) {
      half[j] = lanes[j] + lanes[j + half.length];
    }
    return halves(half);
  }

  /** Population variance in the order moments-v1. */
  public static double variance(double[] field) {
    double mean = sum(field) / field.length;
    double[] squares = Arrays.stream(field).map(x -> (x - mean) * (x - mean)).toArray();
    return sum(squares) / field.length;
  }

  /** Permutation feistel-v1 of one index, on unsigned words held in longs. */
  public static int permuted(int index, int nodes, long seed, int replicate) {
    return permuted(index, nodes, roundKeys(nodes, seed, replicate));
  }

  /** Permutation feistel-v1 of all indices. */
  public static int[] permutation(int nodes, long seed, int replicate) {
    long[][] keys = roundKeys(nodes, seed, replicate);
    int[] permutation = new int[nodes];
    Arrays.setAll(permutation, i -> permuted(i, nodes, keys));
    return permutation;
  }

  private static long[][] roundKeys(int nodes, long seed, int replicate) {
    long[][] keys = new long[8][];
    for (int round = 0; round < 8; round++) {
      keys[round] = philox(new long[] {low(seed), nodes}, round, high(seed), replicate, 3);
    }
    return keys;
  }

  private static int permuted(int index, int nodes, long[][] keys) {
    int bits = 10;
    while ((1L << bits) < nodes) {
      bits++;
    }
    int highBits = bits / 2;
    int lowBits = bits - highBits;
    long position = index;
    do {
      long[] part = {position >> lowBits, position % (1L << lowBits)};
      int[] width = {highBits, lowBits};
      for (int round = 0; round < 8; round++) {
        int side = round % 2;
        part[side] ^= mixed(part[1 - side], keys[round]) % (1L << width[side]);
      }
      position = (part[0] << lowBits) + part[1];
    } while (position >= nodes);
    return (int) position;
  }

  private static long mixed(long x, long[] key) {
    long h = (x * 0x9E3779B1L + key[0]) % (1L << 32);
    h ^= h >> 16;
    h = times(h, 0x85EBCA6BL);
    h ^= key[1];
    h ^= h >> 13;
    h = times(h, 0xC2B2AE35L);
    return h ^ (h >> 16);
  }

  private static long times(long a, long b) {
    return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)).mod(WORD).longValueExact();
  }

  private static long low(long value) {
    return value & 0xFFFFFFFFL;
  }

  private static long high(long value) {
    return value >>> 32;
  }
}
