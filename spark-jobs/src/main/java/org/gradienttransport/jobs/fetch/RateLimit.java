package org.gradienttransport.jobs.fetch;

import java.time.Duration;

/**
 * Shares one number of bytes per second among all transfers: each waits until its bytes are due.
 */
final class RateLimit {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final long bytesPerSecond;
  private final Timing timing;
  private long dueNanos;

  /**
   * @param bytesPerSecond 0 for no limit
   */
  RateLimit(long bytesPerSecond, Timing timing) {
    this.bytesPerSecond = bytesPerSecond;
    this.timing = timing;
    this.dueNanos = timing.nanos().getAsLong();
  }

  /** Waits until this many bytes, just received, fit into the rate. */
  void pace(int bytes) throws InterruptedException {
    if (bytesPerSecond == 0) {
      return;
    }
    long wait = reserve(bytes);
    if (wait > 0) {
      timing.sleeper().sleep(Duration.ofNanos(wait));
    }
  }

  private synchronized long reserve(int bytes) {
    long now = timing.nanos().getAsLong();
    // Time in which nothing was wanted is not saved up: a pause must not be followed by a burst.
    dueNanos =
        Math.max(dueNanos, now) + Math.round((double) bytes * NANOS_PER_SECOND / bytesPerSecond);
    return dueNanos - now;
  }
}
