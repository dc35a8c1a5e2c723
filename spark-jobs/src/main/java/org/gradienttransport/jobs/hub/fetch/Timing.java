package org.gradienttransport.jobs.hub.fetch;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.gradienttransport.jobs.io.Tasks;

/**
 * Time, so that a test can own it.
 *
 * @param wall for dates in headers
 * @param nanos for durations
 * @param sleeper how to wait
 */
public record Timing(Clock wall, LongSupplier nanos, Tasks.Sleeper sleeper) {
  /** The machine's own clocks. */
  public static Timing real() {
    return new Timing(
        Clock.systemUTC(), System::nanoTime, time -> TimeUnit.NANOSECONDS.sleep(time.toNanos()));
  }

  void sleep(Duration time) {
    Tasks.pause(sleeper, time);
  }
}
