package org.gradienttransport.jobs.measure;

import java.util.Locale;
import org.apache.spark.util.AccumulatorV2;

/** Sums of what tasks measured and how long it took; Spark brings them to the driver. */
public final class MeasureTotals extends AccumulatorV2<MeasureTotals, MeasureTotals> {
  private static final long serialVersionUID = 1L;

  private final UnitTimes small = new UnitTimes();
  private final UnitTimes large = new UnitTimes();
  private long busyNanos;
  private long processorNanos;

  UnitTimes of(long entries) {
    return entries >= ExecutorEngine.LARGE ? large : small;
  }

  synchronized void add(Activity.Drained activity) {
    busyNanos += activity.busyNanos();
    processorNanos += activity.processorNanos();
  }

  /** Fields below four million entries, measured side by side on one thread each. */
  public UnitTimes small() {
    return small;
  }

  /** Larger ones, measured one at a time on all threads. */
  public UnitTimes large() {
    return large;
  }

  /** Seconds in which executors read or computed, summed over executors. */
  public double busySeconds() {
    return busyNanos * 1e-9;
  }

  /** The same, counted once per processor in use. */
  public double processorSeconds() {
    return processorNanos * 1e-9;
  }

  @Override
  public synchronized boolean isZero() {
    return small.units() + large.units() + busyNanos == 0;
  }

  @Override
  public MeasureTotals copy() {
    MeasureTotals copy = new MeasureTotals();
    copy.add(this);
    return copy;
  }

  @Override
  public synchronized void reset() {
    small.reset();
    large.reset();
    busyNanos = 0;
    processorNanos = 0;
  }

  @Override
  public synchronized void add(MeasureTotals more) {
    small.add(more.small);
    large.add(more.large);
    busyNanos += more.busyNanos;
    processorNanos += more.processorNanos;
  }

  @Override
  public void merge(AccumulatorV2<MeasureTotals, MeasureTotals> other) {
    add(other.value());
  }

  @Override
  public MeasureTotals value() {
    return this;
  }

  /** Spark's own would print the value, which is this. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d units, executors busy %.3f s",
        small.units() + large.units(),
        busySeconds());
  }
}
