package org.gradienttransport.udfs.quantile;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.gradienttransport.udfs.parallel.Workers;

/**
 * Selection in one pass over the field: a sample says between which two magnitudes the wanted one
 * almost surely lies, the pass counts what is below and collects what is between, and the wanted
 * one is selected among those. That it does lie between is known from the counts, not from the
 * sample, so the result is exact; where it does not, or too much lies between, there is none.
 */
final class BracketSelection {
  private static final long MAGNITUDE = Long.MAX_VALUE;
  private static final int MOST_SAMPLES = 1 << 14;

  /** Standard errors of the sample's quantile to either side of it. */
  private static final double WIDTH = 5.0;

  /** Up to this many magnitudes are sorted. */
  private static final int SORTABLE = 1 << 10;

  private static final int ENTRIES_PER_TASK = 1 << 16;

  /** Room is made for one in this many entries, and some more. */
  private static final int KEPT_SHARE = 32;

  private static final int KEPT_LEAST = 1 << 14;

  private BracketSelection() {}

  /** Room that is enough as a rule: what lies between, and somewhat more. */
  static double[] roomFor(int entries) {
    return new double[entries / KEPT_SHARE + KEPT_LEAST];
  }

  /**
   * x_k and x_(k+1) for k = {@code rank}, if the sample was telling.
   *
   * @param room takes the candidates; overwritten
   */
  static Optional<OrderPair> select(double[] field, int rank, double[] room, Workers workers) {
    if (field.length <= SORTABLE) {
      return Optional.of(
          sorted(Arrays.stream(field).mapToLong(BracketSelection::bits).toArray(), rank));
    }
    long[] samples = new long[sampleSize(field.length)];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = bits(field[sampleAt(i, samples.length, field.length)]);
    }
    Bracket bracket = Bracket.around(samples, rank / (double) field.length);
    Candidates candidates = new Candidates(bracket, room);
    int tasks = (field.length - 1) / ENTRIES_PER_TASK + 1;
    workers.run(
        tasks,
        task -> {
          int from = task * ENTRIES_PER_TASK;
          candidates.collect(
              field, from, (int) Math.min((long) from + ENTRIES_PER_TASK, field.length));
        });
    return resolve(field, rank, candidates);
  }

  private static Optional<OrderPair> resolve(double[] field, int rank, Candidates candidates) {
    int remaining = rank - candidates.below.intValue();
    int inside = candidates.inside.intValue();
    if (remaining < 0 || remaining >= inside) {
      return Optional.empty();
    }
    boolean last = remaining + 1 == inside;
    if (candidates.bracket.isPoint()) {
      long value = candidates.bracket.low;
      return Optional.of(new OrderPair(value, last ? RadixSelection.above(field, value) : value));
    }
    if (inside > candidates.kept.length) {
      return Optional.empty();
    }
    OrderPair pair = select(candidates.kept, inside, remaining);
    return Optional.of(
        last ? new OrderPair(pair.lower(), RadixSelection.above(field, pair.lower())) : pair);
  }

  /** The same among candidates, again and again until they are few; reorders them. */
  private static OrderPair select(double[] candidates, int size, int rank) {
    int remaining = rank;
    int left = size;
    while (left > SORTABLE) {
      long[] samples = new long[sampleSize(left)];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = bits(candidates[sampleAt(i, samples.length, left)]);
      }
      Bracket bracket = Bracket.around(samples, remaining / (double) left);
      int below = bracket.countBelow(candidates, left);
      int inside = bracket.countInside(candidates, left);
      boolean shrinks = inside < left / 2;
      if (remaining < below || remaining + 1 >= below + inside || !shrinks) {
        break;
      }
      bracket.compact(candidates, left);
      remaining -= below;
      left = inside;
    }
    return sorted(
        Arrays.stream(candidates, 0, left).mapToLong(BracketSelection::bits).toArray(), remaining);
  }

  private static OrderPair sorted(long[] values, int rank) {
    Arrays.sort(values);
    return new OrderPair(values[rank], values[Math.min(rank + 1, values.length - 1)]);
  }

  private static long bits(double value) {
    return Double.doubleToRawLongBits(value) & MAGNITUDE;
  }

  /** About N^(2/3): reading the samples and sorting what they let through cost about the same. */
  private static int sampleSize(int size) {
    return (int) Math.min(MOST_SAMPLES, Math.pow(size, 2.0 / 3.0));
  }

  /** Sample i lies in the i-th of equal stretches, at a place that repeats with no period. */
  private static int sampleAt(int i, int samples, int size) {
    int stretch = size / samples;
    int place = (i * 0x9E3779B1) >>> 8;
    return (int) ((long) i * size / samples) + place % stretch;
  }

  /** The magnitudes from {@code low} to {@code high}, both included. */
  private record Bracket(long low, long high) {
    static Bracket around(long[] samples, double quantile) {
      Arrays.sort(samples);
      double deviation = WIDTH * Math.sqrt(quantile * (1 - quantile) / samples.length);
      double from = (quantile - deviation) * samples.length - 2;
      double to = (quantile + deviation) * samples.length + 2;
      return new Bracket(
          from < 0 ? 0 : samples[(int) from],
          to >= samples.length ? Long.MAX_VALUE : samples[(int) to]);
    }

    /** Where many entries are equal, as zeros are, all samples around the quantile are. */
    boolean isPoint() {
      return low == high;
    }

    /** 1 for a magnitude below the bracket, else 0; without a branch, as the answer is random. */
    int below(long magnitude) {
      return (int) ((magnitude - low) >>> 63);
    }

    /** 1 for a magnitude in the bracket, else 0. */
    int inside(long magnitude) {
      return (int) (((magnitude - low) | (high - magnitude)) >>> 63) ^ 1;
    }

    int countBelow(double[] values, int size) {
      int count = 0;
      for (int i = 0; i < size; i++) {
        count += below(bits(values[i]));
      }
      return count;
    }

    int countInside(double[] values, int size) {
      int count = 0;
      for (int i = 0; i < size; i++) {
        count += inside(bits(values[i]));
      }
      return count;
    }

    void compact(double[] values, int size) {
      int kept = 0;
      for (int i = 0; i < size; i++) {
        double value = values[i];
        values[kept] = value;
        kept += inside(bits(value));
      }
    }
  }

  /** What the pass finds. In which order candidates are kept does not matter for selection. */
  private static final class Candidates {
    private static final ThreadLocal<double[]> ROOM =
        ThreadLocal.withInitial(() -> new double[ENTRIES_PER_TASK]);

    private final Bracket bracket;
    private final double[] kept;
    private final AtomicInteger below = new AtomicInteger();
    private final AtomicInteger inside = new AtomicInteger();

    Candidates(Bracket bracket, double[] room) {
      this.bracket = bracket;
      this.kept = room;
    }

    void collect(double[] field, int from, int to) {
      double[] room = ROOM.get();
      long low = bracket.low;
      long width = bracket.high - low + Long.MIN_VALUE;
      int less = 0;
      int count = 0;
      for (int i = from; i < to; i++) {
        long above = bits(field[i]) - low;
        less += (int) (above >>> 63);
        if (above + Long.MIN_VALUE <= width) { // compared as unsigned numbers; rarely so
          room[count++] = Double.longBitsToDouble(above + low);
        }
      }
      below.getAndAdd(less);
      int at = inside.getAndAdd(count);
      if (!bracket.isPoint() && at + count <= kept.length) {
        System.arraycopy(room, 0, kept, at, count);
      }
    }
  }
}
