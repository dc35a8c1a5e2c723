package org.gradienttransport.jobs.measure;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.util.AccumulatorV2;

/** Counts that tasks add to by name; Spark brings their sums to the driver. */
final class CountsByName extends AccumulatorV2<String, Map<String, Long>> {
  private static final long serialVersionUID = 1L;

  private final HashMap<String, Long> counts = new HashMap<>();

  @Override
  public synchronized boolean isZero() {
    return counts.isEmpty();
  }

  @Override
  public synchronized CountsByName copy() {
    CountsByName copy = new CountsByName();
    copy.counts.putAll(counts);
    return copy;
  }

  @Override
  public synchronized void reset() {
    counts.clear();
  }

  @Override
  public synchronized void add(String name) {
    counts.merge(name, 1L, Long::sum);
  }

  @Override
  public void merge(AccumulatorV2<String, Map<String, Long>> other) {
    Map<String, Long> added = other.value();
    synchronized (this) {
      added.forEach((name, count) -> counts.merge(name, count, Long::sum));
    }
  }

  @Override
  public synchronized Map<String, Long> value() {
    return Map.copyOf(counts);
  }
}
