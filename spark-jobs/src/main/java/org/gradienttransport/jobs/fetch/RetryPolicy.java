package org.gradienttransport.jobs.fetch;

import java.time.Duration;

/**
 * How often and after which wait to ask again.
 *
 * @param retries how many failures in a row are forgiven; 0 forgives none
 * @param firstWait the wait after the first failure, doubled after each further one
 * @param longestWait no wait is longer, whatever the hub asks for
 */
record RetryPolicy(int retries, Duration firstWait, Duration longestWait) {
  private static final int MOST_DOUBLINGS = 30;

  boolean forgives(int failuresInARow) {
    return failuresInARow <= retries;
  }

  /**
   * The hub's own Retry-After where it gave one, else doubling waits. They are spread over half
   * their length by the address, so that many downloads that failed together do not return
   * together.
   */
  Duration waitAfter(int failuresInARow, HubException failure, String address) {
    Duration wait = failure.retryAfter().orElseGet(() -> backoff(failuresInARow, address));
    return wait.compareTo(longestWait) < 0 ? wait : longestWait;
  }

  private Duration backoff(int failuresInARow, String address) {
    int doublings = Math.min(failuresInARow - 1, MOST_DOUBLINGS);
    double full =
        Math.min(
            (double) firstWait.toMillis() * (1L << doublings), (double) longestWait.toMillis());
    double spread = Math.floorMod(31 * address.hashCode() + failuresInARow, 1000) / 1000.0;
    return Duration.ofMillis(Math.round(full * (0.5 + 0.5 * spread)));
  }
}
