package org.gradienttransport.jobs.fetch;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Time, so that a test can own it.
 *
 * @param wall for dates in headers
 * @param nanos for durations
 * @param sleeper how to wait
 */
record Timing(Clock wall, LongSupplier nanos, Sleeper sleeper) {
  /** Waits; ends early only by an interrupt. */
  @FunctionalInterface
  interface Sleeper {
    void sleep(Duration time) throws InterruptedException;
  }

  static Timing real() {
    return new Timing(
        Clock.systemUTC(), System::nanoTime, time -> TimeUnit.NANOSECONDS.sleep(time.toNanos()));
  }
}
