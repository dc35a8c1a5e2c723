package org.gradienttransport.udfs.relax;

import java.util.Arrays;
import org.gradienttransport.udfs.parallel.Workers;

/**
 * Finds the nodes that are active at the start, the only time the whole field is looked at (Eq. 2).
 */
public final class FirstScan {
  /** 32,768 entries, which stay in a core's own cache from one loop over them to the next. */
  private static final int WORDS_PER_TASK = 1 << 9;

  private final NodeSet active;

  /** A scan into a set of its own. */
  public FirstScan(int nodes) {
    this(new NodeSet(nodes));
  }

  FirstScan(NodeSet active) {
    this.active = active;
  }

  /**
   * Fills the set, empty before, and counts it.
   *
   * @param field N finite entries; if any node is active, its negative zeros become positive
   * @param tau threshold, in the field's unit, not negative
   */
  public long scan(double[] field, double tau, Workers workers) {
    int tasks = (active.words.length + WORDS_PER_TASK - 1) / WORDS_PER_TASK;
    long[] counts = new long[tasks];
    boolean[] negativeZeros = new boolean[tasks];
    workers.run(
        tasks,
        task -> {
          int from = task * WORDS_PER_TASK;
          int to = Math.min(from + WORDS_PER_TASK, active.words.length);
          counts[task] = scanWords(field, tau, from, to);
          negativeZeros[task] = hasNegativeZero(field, from, to);
        });
    long count = Arrays.stream(counts).sum();
    for (int task = 0; task < tasks && count > 0; task++) {
      if (negativeZeros[task]) {
        addZeros(field, task * WORDS_PER_TASK);
      }
    }
    return count;
  }

  private long scanWords(double[] field, double tau, int fromWord, int toWord) {
    long count = 0;
    long tauBits = Double.doubleToLongBits(tau);
    for (int word = fromWord; word < toWord; word++) {
      int from = word << NodeSet.WORD;
      int to = (int) Math.min(from + 64L, field.length);
      long members = NodeSet.above(field, from, to, tauBits);
      if (members != 0) {
        active.addWord(word, members);
        count += Long.bitCount(members);
      }
    }
    return count;
  }

  private static boolean hasNegativeZero(double[] field, int fromWord, int toWord) {
    int to = (int) Math.min((long) toWord << NodeSet.WORD, field.length);
    for (int i = fromWord << NodeSet.WORD; i < to; i++) {
      if (Double.doubleToRawLongBits(field[i]) == Long.MIN_VALUE) {
        return true;
      }
    }
    return false;
  }

  /**
   * The first relaxation step adds a sum to every entry; where that sum is 0.0 it still makes -0.0
   * into 0.0. Later steps cannot make a -0.0, as no sum that starts from 0.0 is one.
   */
  private static void addZeros(double[] field, int fromWord) {
    int from = fromWord << NodeSet.WORD;
    int to = (int) Math.min((fromWord + (long) WORDS_PER_TASK) << NodeSet.WORD, field.length);
    for (int i = from; i < to; i++) {
      field[i] += 0.0;
    }
  }
}
