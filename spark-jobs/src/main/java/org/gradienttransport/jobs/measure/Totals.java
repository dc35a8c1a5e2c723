package org.gradienttransport.jobs.measure;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.gradienttransport.schemas.vocabulary.FieldStatus;
import org.gradienttransport.udfs.backend.StageTimes.Stage;

/** Sums over what is measured so far. */
final class Totals implements Serializable {
  private static final long serialVersionUID = 1L;

  private final EnumMap<FieldStatus, Long> statuses = new EnumMap<>(FieldStatus.class);
  private final EnumMap<SizeClass, StageWork> work = new EnumMap<>(SizeClass.class);
  private long bytes;
  private long reused;
  private long busyNanos;
  private long processorNanos;
  private double weight;

  Totals unit(long entries, FieldStatus status, StageWork done) {
    statuses.merge(status, 1L, Long::sum);
    work.computeIfAbsent(SizeClass.of(entries), size -> new StageWork()).add(done);
    return this;
  }

  /** Counts relaxations that were taken over from fields of the same content. */
  Totals reused(long relaxations) {
    reused += relaxations;
    return this;
  }

  /** Adds the time in which an executor was busy. */
  Totals busy(Activity.Drained activity) {
    busyNanos += activity.busyNanos();
    processorNanos += activity.processorNanos();
    return this;
  }

  /** Adds a part of a unit: bytes read, and its weight in the {@link Forecast}. */
  Totals part(long moreBytes, double moreWeight) {
    bytes += moreBytes;
    weight += moreWeight;
    return this;
  }

  Totals add(Totals other) {
    other.statuses.forEach((status, count) -> statuses.merge(status, count, Long::sum));
    other.work.forEach(
        (size, more) -> work.computeIfAbsent(size, added -> new StageWork()).add(more));
    bytes += other.bytes;
    reused += other.reused;
    busyNanos += other.busyNanos;
    processorNanos += other.processorNanos;
    weight += other.weight;
    return this;
  }

  StageWork work(SizeClass size) {
    return work.getOrDefault(size, new StageWork());
  }

  StageWork work() {
    StageWork all = new StageWork();
    work.values().forEach(all::add);
    return all;
  }

  long units() {
    return work().units();
  }

  /** Units by the status that their field ended with. */
  Map<FieldStatus, Long> statuses() {
    return Map.copyOf(statuses);
  }

  long bytes() {
    return bytes;
  }

  long reused() {
    return reused;
  }

  double weight() {
    return weight;
  }

  /** Seconds in which executors read or computed, summed over executors. */
  double busySeconds() {
    return busyNanos * 1e-9;
  }

  /** Seconds in which processors read or computed, summed over processors. */
  double processorSeconds() {
    return processorNanos * 1e-9;
  }

  /** What Spark's pages and event logs show. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d units, %d entries relaxed, %d bytes read, %.3f s of the forecast, executors busy %.3f s",
        units(),
        work().amount(Stage.RELAX),
        bytes,
        weight,
        busySeconds());
  }
}
