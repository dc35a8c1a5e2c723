package org.gradienttransport.jobs.observe;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.concurrent.atomic.LongAdder;

/** What this executor has done, for sinks that executors report to themselves. */
public final class ExecutorMetrics {
  private static final LongAdder UNITS = new LongAdder();
  private static final LongAdder BYTES = new LongAdder();

  private ExecutorMetrics() {}

  /**
   * A unit was measured here.
   *
   * @param bytes of the files read for it
   */
  public static void measured(long bytes) {
    UNITS.increment();
    BYTES.add(bytes);
  }

  static void register(MetricRegistry registry) {
    registry.register("executor.units.measured", (Gauge<Long>) UNITS::sum);
    registry.register("executor.bytes.read", (Gauge<Long>) BYTES::sum);
  }
}
