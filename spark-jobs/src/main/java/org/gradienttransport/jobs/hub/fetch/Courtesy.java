package org.gradienttransport.jobs.hub.fetch;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.gradienttransport.jobs.io.Tasks.Retries;

/**
 * After the hub said that it was asked too often, no worker asks for a while: each would be refused
 * as well and would make it worse. Without a Retry-After the pause doubles from one refusal to the
 * next, until something is answered.
 */
final class Courtesy {
  private final Retries retries;
  private final Timing timing;
  private int refusals;
  private long quietUntil;

  Courtesy(Retries retries, Timing timing) {
    this.retries = retries;
    this.timing = timing;
    this.quietUntil = timing.nanos().getAsLong();
  }

  /** Waits while nobody should ask, also where that grows longer meanwhile. */
  void await() {
    for (long wait = left(); wait > 0; wait = left()) {
      timing.sleep(Duration.ofNanos(wait));
    }
  }

  private synchronized long left() {
    return quietUntil - timing.nanos().getAsLong();
  }

  /** The hub was asked too often; requests that were under way meanwhile count as one. */
  synchronized void refused(URI address, Optional<Duration> asked) {
    long now = timing.nanos().getAsLong();
    if (now - quietUntil >= 0 || refusals == 0) {
      refusals++;
    }
    Duration wait = retries.waitAfter(refusals, asked, address.toString());
    long until = now + wait.toNanos();
    quietUntil = until - quietUntil > 0 ? until : quietUntil;
  }

  /** Something was answered. What had been asked before the pause says nothing about after it. */
  synchronized void answered() {
    if (timing.nanos().getAsLong() - quietUntil >= 0) {
      refusals = 0;
    }
  }
}
