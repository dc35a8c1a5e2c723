package org.gradienttransport.jobs.hub.fetch;

import java.time.Duration;

/**
 * Shares one number of bytes per second among all transfers: each waits until its bytes are due.
 */
final class RateLimit {
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
  void pace(int bytes) {
    long wait = bytesPerSecond == 0 ? 0 : reserve(bytes);
    if (wait > 0) {
      timing.sleep(Duration.ofNanos(wait));
    }
  }

  private synchronized long reserve(int bytes) {
    long now = timing.nanos().getAsLong();
    // Time in which nothing was wanted is not saved up: a pause must not be followed by a burst.
    dueNanos = Math.max(dueNanos, now) + Math.round(1e9 * bytes / bytesPerSecond);
    return dueNanos - now;
  }
}
