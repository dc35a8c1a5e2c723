package org.gradienttransport.jobs.measure;

import java.util.function.Supplier;

/**
 * How long an executor reads or computes at all, and how many of its processors it keeps busy: what
 * is left of the wall-clock time is overhead or idle.
 */
final class Activity {
  private final int processors;
  private int active;
  private int inUse;
  private long since;
  private long busyNanos;
  private long processorNanos;

  Activity(int processors) {
    this.processors = processors;
  }

  /** Does something that uses so many threads. */
  <T> T during(int threads, Supplier<T> work) {
    change(1, threads);
    try {
      return work.get();
    } finally {
      change(-1, -threads);
    }
  }

  private synchronized void change(int things, int threads) {
    settle();
    active += things;
    inUse += threads;
  }

  private void settle() {
    long now = System.nanoTime();
    if (active > 0) {
      busyNanos += now - since;
      processorNanos += (now - since) * Math.min(inUse, processors);
    }
    since = now;
  }

  /** Time since the last call. */
  synchronized Drained drain() {
    settle();
    Drained drained = new Drained(busyNanos, processorNanos);
    busyNanos = 0;
    processorNanos = 0;
    return drained;
  }

  /**
   * @param busyNanos time in which anything went on
   * @param processorNanos time in which anything went on, counted once per processor in use
   */
  record Drained(long busyNanos, long processorNanos) {}
}
