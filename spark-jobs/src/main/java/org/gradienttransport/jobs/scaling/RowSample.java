package org.gradienttransport.jobs.scaling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.udfs.random.Philox4x32;

/**
 * Keeps every row of few and a random subset of many, in bounded memory: those whose draws are the
 * smallest. The draw of a row is Philox4x32-10 of its number among the study's rows, so that the
 * same files always give the same subset.
 */
final class RowSample {
  private static final int SEED = 42;
  private static final int PURPOSE = 12;

  private record Drawn(long draw, long number, ScalingRun row) {}

  private static final Comparator<Drawn> BY_DRAW =
      Comparator.<Drawn, Long>comparing(drawn -> drawn.draw() + Long.MIN_VALUE)
          .thenComparing(Drawn::number);

  private final int most;
  private final PriorityQueue<Drawn> kept = new PriorityQueue<>(BY_DRAW.reversed());
  private final Philox4x32 philox = new Philox4x32();
  private long seen;

  /** A sample of at most so many rows. */
  RowSample(int most) {
    this.most = most;
  }

  void add(ScalingRun row) {
    philox.draw(SEED, 0, (int) seen, (int) (seen >>> 32), 0, PURPOSE);
    Drawn drawn = new Drawn(philox.first(), seen, row);
    seen++;
    if (kept.size() < most) {
      kept.add(drawn);
    } else if (BY_DRAW.compare(drawn, kept.element()) < 0) {
      kept.remove();
      kept.add(drawn);
    }
  }

  /** The rows kept, in the order in which they came. */
  List<ScalingRun> rows() {
    List<Drawn> ordered = new ArrayList<>(kept);
    ordered.sort(Comparator.comparingLong(Drawn::number));
    return ordered.stream().map(Drawn::row).toList();
  }
}
