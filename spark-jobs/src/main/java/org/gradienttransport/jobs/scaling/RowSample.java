package org.gradienttransport.jobs.scaling;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.MurmurHash3;
import org.gradienttransport.schemas.rows.ScalingRun;

/**
 * Keeps every row of few and a part of many, in bounded memory. Of many every series keeps the rows
 * whose draws are the smallest: all of a small one, and equally many of the large ones. The first
 * and the last row of each run stay too, as long as these are a quarter of what is kept at most: a
 * law of N sees every size, a training curve its whole window. The draw of a row is a hash of what
 * it says, so that the same rows give the same part in whatever files, and in whatever order, they
 * lie; what stays depends on a loss no more than on a coin.
 */
final class RowSample {
  /** Ends of runs are at most this part of what is kept. */
  private static final int ENDS = 4;

  private record Drawn(long draw, long number, ScalingRun row) {
    ScalingRun.RunKey run() {
      return Ordinals.run(row);
    }
  }

  private static final Comparator<Drawn> BY_DRAW =
      Comparator.comparingLong(Drawn::draw).thenComparingLong(Drawn::number);

  private static final Comparator<Drawn> IN_TRAINING =
      Comparator.comparing(Drawn::row, Ordinals.IN_TRAINING).thenComparing(BY_DRAW);

  /** The rows of one series, the largest draw first. */
  private record Kept(String series, PriorityQueue<Drawn> rows) {}

  /** How many a series has, the most first. */
  private record Size(int rows, String series) implements Comparable<Size> {
    @Override
    public int compareTo(Size other) {
      return rows == other.rows ? series.compareTo(other.series) : other.rows - rows;
    }
  }

  private record Ends(Drawn first, Drawn last) {
    Ends with(Drawn other) {
      return new Ends(
          IN_TRAINING.compare(other, first) < 0 ? other : first,
          IN_TRAINING.compare(other, last) > 0 ? other : last);
    }
  }

  private final int most;
  private final Map<String, Kept> series = new HashMap<>();
  private final TreeSet<Size> sizes = new TreeSet<>();
  private final Map<ScalingRun.RunKey, Ends> ends = new HashMap<>();
  private boolean withEnds = true;
  private int kept;
  private long seen;

  /** A sample of at most so many rows. */
  RowSample(int most) {
    this.most = most;
  }

  void add(ScalingRun row) {
    Drawn drawn = new Drawn(draw(row), seen, row);
    seen++;
    if (withEnds) {
      ends.merge(drawn.run(), new Ends(drawn, drawn), (of, one) -> of.with(drawn));
      withEnds = 2L * ends.size() <= Math.max(most / ENDS, 2);
      if (!withEnds) {
        ends.clear();
      }
    }
    Kept of =
        series.computeIfAbsent(
            row.key().series(), name -> new Kept(name, new PriorityQueue<>(BY_DRAW.reversed())));
    resize(of, () -> of.rows().add(drawn));
    kept++;
    if (kept > most) {
      dropOne();
    }
  }

  private void dropOne() {
    Kept largest = series.get(sizes.first().series());
    resize(largest, largest.rows()::remove);
    kept--;
  }

  private void resize(Kept of, Runnable change) {
    sizes.remove(new Size(of.rows().size(), of.series()));
    change.run();
    sizes.add(new Size(of.rows().size(), of.series()));
  }

  /** Whether the first and the last row of every run were kept. */
  boolean hasEnds() {
    return withEnds;
  }

  /** The rows kept, in the order in which they came. */
  List<ScalingRun> rows() {
    Map<Long, Drawn> chosen = new TreeMap<>();
    if (seen > most && withEnds) {
      ends.values().stream()
          .flatMap(of -> Stream.of(of.first(), of.last()))
          .forEach(end -> chosen.put(end.number(), end));
      series.values().forEach(of -> resize(of, () -> kept -= without(chosen, of.rows())));
      while (kept + chosen.size() > most) {
        dropOne();
      }
    }
    series.values().forEach(of -> of.rows().forEach(row -> chosen.put(row.number(), row)));
    return chosen.values().stream().map(Drawn::row).toList();
  }

  private static int without(Map<Long, Drawn> chosen, PriorityQueue<Drawn> rows) {
    int before = rows.size();
    rows.removeIf(row -> chosen.containsKey(row.number()));
    return before - rows.size();
  }

  /** A hash of what a row says: which run, how far it had come, and the loss. */
  private static long draw(ScalingRun row) {
    ScalingRun.Effort effort = row.effort();
    byte[] name =
        (row.key().series() + '\0' + row.key().run() + '\0').getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(name.length + 5 * Double.BYTES);
    bytes.put(name);
    for (Number value :
        new Number[] {
          row.size().params(),
          effort.tokens(),
          effort.steps(),
          effort.flops(),
          row.measured().loss()
        }) {
      bytes.putDouble(value == null ? -1.0 : value.doubleValue());
    }
    return MurmurHash3.hash128x64(bytes.array())[0];
  }
}
