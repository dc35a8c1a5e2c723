package org.gradienttransport.jobs.scaling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gradienttransport.jobs.conf.study.RowColumns;
import org.gradienttransport.jobs.conf.study.RowQuantity;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.udfs.scaling.time.TauClock;

/**
 * Sums the learning rates of each run, where rows have rates and nobody summed them before. It sees
 * every row that may enter fits, those among them that a subset leaves out, and keeps step and rate
 * alone: a sum over the rows of a subset would be one over a coarser log.
 */
final class Taus {
  /** Rows whose rates are kept, 16 bytes each. */
  static final int MOST = 10_000_000;

  /** What a run takes beside its rows, in rows. */
  private static final int RUN = 16;

  private final long warmUp;
  private final boolean logged;
  private final Map<ScalingRun.RunKey, Rates> runs = new HashMap<>();
  private long room;

  Taus(RowColumns columns) {
    this(columns, MOST);
  }

  /** The same that keeps the rates of at most so many rows. */
  Taus(RowColumns columns, int most) {
    this.warmUp = columns.warmUp();
    this.logged = columns.number(RowQuantity.LEARNING_RATE).isPresent();
    this.room = most;
  }

  /** Notes the rate of a row that may enter fits. */
  void add(ScalingRun row) {
    if (!logged || room < 0) {
      return;
    }
    Rates rates =
        runs.computeIfAbsent(
            Ordinals.run(row),
            key -> {
              room -= RUN;
              return new Rates();
            });
    room -= rates.add(row.effort());
    if (room < 0) {
      runs.clear();
    }
  }

  /**
   * The same rows with the sum of the rates so far. A run that lacks a step or rate, or has a step
   * twice, stays without, and so do all runs of a study with more rates than are kept.
   */
  List<ScalingRun> summed(List<ScalingRun> rows) {
    List<ScalingRun> summed = new ArrayList<>();
    for (ScalingRun row : rows) {
      Rates rates = row.usable() ? runs.get(Ordinals.run(row)) : null;
      summed.add(
          rates == null || !rates.summable(warmUp)
              ? row
              : row.with(row.effort().withTau(rates.tau(row.effort().steps()))));
    }
    return summed;
  }

  /** Steps and rates of one run. */
  private static final class Rates {
    private long[] steps = new long[4];
    private double[] rates = new double[4];
    private int size;
    private boolean whole = true;
    private double[] tau;

    /** Rows by which what is kept has grown. */
    int add(ScalingRun.Effort effort) {
      whole &= effort.steps() != null && effort.learningRate() != null && effort.tau() == null;
      if (!whole) {
        int freed = steps.length;
        steps = new long[0];
        rates = new double[0];
        return -freed;
      }
      int before = steps.length;
      if (size == before) {
        steps = Arrays.copyOf(steps, 2 * size);
        rates = Arrays.copyOf(rates, 2 * size);
      }
      steps[size] = effort.steps();
      rates[size] = effort.learningRate();
      size++;
      return steps.length - before;
    }

    /** Sums the rates, once; whether there is a sum. */
    boolean summable(long warmUp) {
      if (whole && tau == null) {
        steps = Arrays.copyOf(steps, size);
        rates = Arrays.copyOf(rates, size);
        if (!ascending()) {
          sort();
        }
        whole = ascending();
        tau = whole ? TauClock.logged(steps, rates, warmUp) : new double[0];
      }
      return whole;
    }

    private boolean ascending() {
      return IntStream.range(1, size).allMatch(i -> steps[i] > steps[i - 1]);
    }

    private void sort() {
      long[] given = steps;
      double[] of = rates;
      int[] order =
          IntStream.range(0, size)
              .boxed()
              .sorted(Comparator.comparingLong(i -> given[i]))
              .mapToInt(Integer::intValue)
              .toArray();
      steps = IntStream.of(order).mapToLong(i -> given[i]).toArray();
      rates = IntStream.of(order).mapToDouble(i -> of[i]).toArray();
    }

    double tau(long step) {
      return tau[Arrays.binarySearch(steps, step)];
    }
  }
}
