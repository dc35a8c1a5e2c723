package org.gradienttransport.udfs.nulls;

import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.random.Philox4x32;

/**
 * Permutation {@code feistel-v1} of 0 to N - 1, a pure function of (seed, N, replicate, index): the
 * null N2 is {@code u[permutation(i)]}.
 *
 * <p>Numbers below 2^b, b = max(10, ceil(log2 N)), are cut into a high part L of floor(b / 2) bits
 * and a low part R of the other bits. In round r = 0 .. 7, even rounds replace L by L xor F_r(R),
 * odd rounds R by R xor F_r(L), each cut to the part's bits. A number that leaves 0 to N - 1 is
 * sent through all rounds again until it is back (cycle walking), which keeps the map a
 * permutation.
 *
 * <p>F_r(x) in unsigned 32-bit arithmetic: {@code h = x * 0x9E3779B1 + a_r; h ^= h >>> 16; h *=
 * 0x85EBCA6B; h ^= b_r; h ^= h >>> 13; h *= 0xC2B2AE35; h ^= h >>> 16}, where a_r and b_r are words
 * 0 and 1 of Philox4x32-10 with key (low 32 bits of seed, low 32 bits of N) and counter (r, high 32
 * bits of seed, replicate, 3).
 */
public final class FeistelPermutation {
  static final int ROUNDS = 8;
  private static final int KIND = 3;
  private static final int MIN_BITS = 10;
  private static final int BATCH = 1 << 11;

  /** Entries whose places are found before any is read. */
  private static final int SECTION = 1 << 15;

  private static final int MOST_TASKS = 64;

  private final int nodes;
  private final int lowBits;
  private final int lowMask;
  private final int highMask;
  private final int[] add = new int[ROUNDS];
  private final int[] flip = new int[ROUNDS];

  /**
   * The permutation of one realisation.
   *
   * @param nodes N, at least 1 and below 2^31
   */
  public FeistelPermutation(int nodes, long seed, int replicate) {
    if (nodes < 1) {
      throw new IllegalArgumentException("a permutation needs at least 1 entry, got " + nodes);
    }
    this.nodes = nodes;
    int bits = Math.max(MIN_BITS, Integer.SIZE - Integer.numberOfLeadingZeros(nodes - 1));
    int highBits = bits / 2;
    this.lowBits = bits - highBits;
    this.lowMask = (1 << lowBits) - 1;
    this.highMask = (1 << highBits) - 1;
    Philox4x32 philox = new Philox4x32();
    for (int round = 0; round < ROUNDS; round++) {
      philox.draw((int) seed, nodes, round, (int) (seed >>> 32), replicate, KIND);
      add[round] = philox.word(0);
      flip[round] = philox.word(1);
    }
  }

  /** Where entry {@code index} of the permuted field is taken from. */
  public int at(int index) {
    int position = index;
    do {
      position = encipher(position);
    } while (Integer.compareUnsigned(position, nodes) >= 0);
    return position;
  }

  private int encipher(int position) {
    int high = position >>> lowBits;
    int low = position & lowMask;
    for (int round = 0; round < ROUNDS; round += 2) {
      high ^= mix(low, round) & highMask;
      low ^= mix(high, round + 1) & lowMask;
    }
    return (high << lowBits) | low;
  }

  private int mix(int part, int round) {
    int h = part * 0x9E3779B1 + add[round];
    h ^= h >>> 16;
    h *= 0x85EBCA6B;
    h ^= flip[round];
    h ^= h >>> 13;
    h *= 0xC2B2AE35;
    return h ^ (h >>> 16);
  }

  /** Sets {@code to[i] = from[at(i)]} for all i; both arrays have N entries. */
  public void permute(double[] from, double[] to, Workers workers) {
    if (from.length != nodes || to.length != nodes) {
      throw new IllegalArgumentException(
          "a permutation of " + nodes + " entries cannot take " + from.length + " to " + to.length);
    }
    int sections = (int) ((nodes + SECTION - 1L) / SECTION);
    int perTask = (sections + MOST_TASKS - 1) / MOST_TASKS;
    workers.run(
        (sections + perTask - 1) / perTask,
        task -> {
          Section room = new Section();
          int end = Math.min((task + 1) * perTask, sections);
          for (int section = task * perTask; section < end; section++) {
            int first = section * SECTION;
            room.permute(from, to, first, Math.min(SECTION, nodes - first));
          }
        });
  }

  /**
   * Consecutive indices on their way through the rounds, a batch side by side, so that one's
   * multiplications need not wait for another's. Indices whose number left the range wait until
   * they fill a batch of their own: short batches, which the compiler's vectors do not reach, come
   * only at the end of a section. The field is read last, many places under way at once.
   */
  private final class Section {
    private final int[] position = new int[SECTION];

    /** Indices sent through again next; new ones are begun while these fill no batch. */
    private final int[] waiting = new int[2 * BATCH];

    private final int[] high = new int[BATCH];
    private final int[] low = new int[BATCH];

    void permute(double[] from, double[] to, int first, int count) {
      int begun = 0;
      int outside = 0;
      while (begun < count || outside > 0) {
        if (begun < count && outside < BATCH) {
          int batch = Math.min(BATCH, count - begun);
          outside = begin(first, begun, batch, outside);
          begun += batch;
        } else {
          int batch = Math.min(BATCH, outside);
          outside = again(outside - batch, batch);
        }
      }
      for (int i = 0; i < count; i++) {
        to[first + i] = from[position[i]];
      }
    }

    /** Sends a batch of new indices through the rounds; returns how many wait after it. */
    private int begin(int first, int begun, int batch, int outside) {
      int start = first + begun;
      for (int i = 0; i < batch; i++) {
        high[i] = (start + i) >>> lowBits;
        low[i] = (start + i) & lowMask;
      }
      encipher(batch);
      for (int i = 0; i < batch; i++) {
        position[begun + i] = (high[i] << lowBits) | low[i];
      }
      int last = nodes - 1;
      int wait = outside;
      for (int i = begun; i < begun + batch; i++) {
        waiting[wait] = i;
        wait += (last - position[i]) >>> 31;
      }
      return wait;
    }

    /** Sends the last waiting indices through again; returns how many wait after it. */
    private int again(int from, int batch) {
      for (int i = 0; i < batch; i++) {
        int place = position[waiting[from + i]];
        high[i] = place >>> lowBits;
        low[i] = place & lowMask;
      }
      encipher(batch);
      int last = nodes - 1;
      int wait = from;
      for (int i = 0; i < batch; i++) {
        int index = waiting[from + i];
        int place = (high[i] << lowBits) | low[i];
        position[index] = place;
        waiting[wait] = index;
        wait += (last - place) >>> 31;
      }
      return wait;
    }

    private void encipher(int count) {
      for (int round = 0; round < ROUNDS; round += 2) {
        mixInto(high, low, count, round, highMask);
        mixInto(low, high, count, round + 1, lowMask);
      }
    }

    private void mixInto(int[] into, int[] part, int count, int round, int mask) {
      int plus = add[round];
      int xor = flip[round];
      for (int i = 0; i < count; i++) {
        int h = part[i] * 0x9E3779B1 + plus;
        h ^= h >>> 16;
        h = (h * 0x85EBCA6B) ^ xor;
        h ^= h >>> 13;
        h *= 0xC2B2AE35;
        into[i] ^= (h ^ (h >>> 16)) & mask;
      }
    }
  }
}
