package org.gradienttransport.udfs.quantile;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.gradienttransport.udfs.parallel.Workers;

/**
 * The one pass over a field that finds the quantile and what lies above it: it marks all entries
 * from the bracket upwards in a bitmap and remembers those inside the bracket, which are few. Once
 * the threshold is known, the marks of those among them that are not above it are taken back.
 */
final class BracketPass {
  private static final int ENTRIES_PER_TASK = 1 << 16;

  private static final int QUARTER = 16;

  /** Room is made for one in this many entries, and some more. */
  private static final int KEPT_SHARE = 32;

  private static final int KEPT_LEAST = 1 << 14;

  private static final ThreadLocal<int[]> FOUND =
      ThreadLocal.withInitial(() -> new int[ENTRIES_PER_TASK + 1]);

  private final double[] field;
  private final long[] words;
  private final double[] room;
  private final Workers workers;
  private final int tasks;
  private final int[] positions;

  /** Where in {@link #positions} a task's entries begin. */
  private final int[] starts;

  private final int[] lengths;
  private long low;
  private long high;
  private final AtomicLong marked = new AtomicLong();
  private final AtomicInteger inside = new AtomicInteger();

  /**
   * @param words one bit per entry; overwritten
   * @param room takes the entries in the bracket, in its first half for the selection, which will
   *     reorder them, and in the second as they are
   */
  BracketPass(double[] field, long[] words, double[] room, Workers workers) {
    this.field = field;
    this.words = words;
    this.room = room;
    this.workers = workers;
    this.tasks = (field.length - 1) / ENTRIES_PER_TASK + 1;
    this.positions = new int[Math.min(room.length / 2, candidates(field.length))];
    this.starts = new int[tasks];
    this.lengths = new int[tasks];
  }

  /** Room that is enough as a rule: for the magnitudes in the bracket, twice. */
  static int roomFor(int entries) {
    return 2 * candidates(entries);
  }

  private static int candidates(int entries) {
    return entries / KEPT_SHARE + KEPT_LEAST;
  }

  /** Marks the entries whose magnitude is {@code low} or more; keeps those up to {@code high}. */
  void run(long low, long high) {
    this.low = low;
    this.high = high;
    workers.run(tasks, this::collect);
  }

  /** Number of entries below the bracket. */
  long below() {
    return field.length - marked.get();
  }

  /** Number of entries in the bracket. */
  int inside() {
    return inside.get();
  }

  /** Whether all entries in the bracket found room. */
  boolean complete() {
    return inside.get() <= positions.length;
  }

  private void collect(int task) {
    int[] found = FOUND.get();
    int from = task * ENTRIES_PER_TASK;
    int to = (int) Math.min((long) from + ENTRIES_PER_TASK, field.length);
    int count = 0;
    int above = 0;
    for (int base = from; base < to; base += 64) {
      long members = notBelow(base, Math.min(base + 64, to), low);
      words[base >>> 6] = members;
      above += Long.bitCount(members);
      for (long left = members; left != 0; left &= left - 1) {
        int position = base + Long.numberOfTrailingZeros(left);
        found[count] = position;
        count += (int) ((Bracket.bits(field[position]) - high - 1) >>> 63);
      }
    }
    marked.getAndAdd(above);
    int at = inside.getAndAdd(count);
    starts[task] = at;
    lengths[task] = count;
    if (at + count <= positions.length) {
      System.arraycopy(found, 0, positions, at, count);
      for (int i = 0; i < count; i++) {
        double value = field[found[i]];
        room[at + i] = value;
        room[positions.length + at + i] = value;
      }
    }
  }

  /** Which of up to 64 entries have a magnitude of {@code low} or more, the first one at bit 0. */
  private long notBelow(int from, int to, long low) {
    if (to - from < 64) {
      long members = 0;
      for (int i = to - 1; i >= from; i--) {
        members = 2 * members + (below(i, low) ^ 1);
      }
      return members;
    }
    // Four chains of additions side by side; the processor would wait for a single one.
    long a = 0;
    long b = 0;
    long c = 0;
    long d = 0;
    for (int i = from + QUARTER - 1; i >= from; i--) {
      a = 2 * a + below(i, low);
      b = 2 * b + below(i + QUARTER, low);
      c = 2 * c + below(i + 2 * QUARTER, low);
      d = 2 * d + below(i + 3 * QUARTER, low);
    }
    return ~(a | b << QUARTER | c << (2 * QUARTER) | d << (3 * QUARTER));
  }

  /** 1 for a magnitude below {@code low}, else 0; without a branch, as the answer is random. */
  private long below(int position, long low) {
    return (Bracket.bits(field[position]) - low) >>> 63;
  }

  /**
   * Leaves exactly the entries marked whose magnitude is above the threshold, and the room empty.
   */
  void settle(double threshold) {
    if (bracketed(threshold)) {
      keepAbove(threshold);
    } else {
      markAbove(threshold);
    }
    int used = Math.min(inside.get(), positions.length);
    Arrays.fill(room, 0, used, 0.0);
    Arrays.fill(room, positions.length, positions.length + used, 0.0);
  }

  /** Whether all that lies between the marks and the threshold is remembered. */
  private boolean bracketed(double threshold) {
    long tau = Double.doubleToRawLongBits(threshold);
    return marked.get() > 0 && complete() && low <= tau && tau <= high;
  }

  /** Takes back the marks of the entries in the bracket that are not above the threshold. */
  private void keepAbove(double threshold) {
    long tau = Double.doubleToRawLongBits(threshold);
    workers.run(tasks, task -> keepAbove(tau, starts[task], starts[task] + lengths[task]));
  }

  private void keepAbove(long tau, int from, int to) {
    for (int i = from; i < to; i++) {
      int position = positions[i];
      long notAbove = ((tau - Bracket.bits(room[positions.length + i])) >>> 63) ^ 1;
      words[position >>> 6] &= ~(notAbove << position);
    }
  }

  /** Marks the entries whose magnitude is above the threshold, without knowing anything. */
  private void markAbove(double threshold) {
    long least = Double.doubleToRawLongBits(threshold) + 1;
    workers.run(
        tasks,
        task -> {
          int from = task * ENTRIES_PER_TASK;
          int to = (int) Math.min((long) from + ENTRIES_PER_TASK, field.length);
          for (int base = from; base < to; base += 64) {
            words[base >>> 6] = notBelow(base, Math.min(base + 64, to), least);
          }
        });
  }
}
