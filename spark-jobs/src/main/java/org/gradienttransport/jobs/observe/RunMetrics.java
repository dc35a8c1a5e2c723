package org.gradienttransport.jobs.observe;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/**
 * What the driver of this process knows of its run, as metrics for whatever sinks Spark is
 * configured with. Kept whether or not anybody looks.
 */
public final class RunMetrics {
  /** Every status a field can end with, so that a count of zero is seen as one. */
  static final List<String> STATUSES =
      List.of(
          "ok",
          "no_activity",
          "ceiling",
          "not_finite",
          "corrupt",
          "missing",
          "wrong_size",
          "unreadable");

  private static final RunMetrics PROCESS = new RunMetrics();

  private final Map<Stage, Double> seconds = new EnumMap<>(Stage.class);
  private final AtomicLong failedTasks = new AtomicLong();
  private final AtomicLong retriedTasks = new AtomicLong();
  private final AtomicLong waves = new AtomicLong();
  private volatile Stage now;
  private volatile MeasuringCounts measured = MeasuringCounts.NOTHING;
  private volatile long planned;
  private volatile long pending;
  private volatile int exitCode = -1;

  RunMetrics() {}

  /** The metrics of this process. */
  public static RunMetrics ofProcess() {
    return PROCESS;
  }

  /** How far measuring is; asked whenever somebody looks. */
  public interface MeasuringCounts {
    /** Before anything is measured. */
    MeasuringCounts NOTHING =
        new MeasuringCounts() {
          @Override
          public long unitCount() {
            return 0;
          }

          @Override
          public long byteCount() {
            return 0;
          }

          @Override
          public long unitsWith(String status) {
            return 0;
          }
        };

    /** Units measured. */
    long unitCount();

    /** Bytes of the files read. */
    long byteCount();

    /** Units whose field ended with a status. */
    long unitsWith(String status);
  }

  /** A run begins: what the last one left is forgotten. */
  public void begin() {
    measured = MeasuringCounts.NOTHING;
    planned = 0;
    pending = 0;
    exitCode = -1;
    waves.set(0);
    synchronized (seconds) {
      seconds.clear();
    }
  }

  /** A run has ended with this code. */
  public void end(int code) {
    exitCode = code;
  }

  /**
   * What there is to do is known.
   *
   * @param units of the plan
   * @param lacking those that the store lacks
   */
  public void planned(long units, long lacking) {
    planned = units;
    pending = lacking;
  }

  /** Measuring begins. */
  public void measuring(MeasuringCounts source) {
    measured = source;
  }

  /** A wave was committed. */
  public void waveCommitted() {
    waves.incrementAndGet();
  }

  void taskEnded(boolean failed, int attempt) {
    if (failed) {
      failedTasks.incrementAndGet();
    }
    if (attempt > 0) {
      retriedTasks.incrementAndGet();
    }
  }

  void enter(Stage stage) {
    now = stage;
  }

  void leave(Stage stage, double took) {
    now = null;
    synchronized (seconds) {
      seconds.merge(stage, took, Double::sum);
    }
  }

  /** Seconds that a stage of the latest run has taken, once it is over; 0 before. */
  public double seconds(Stage stage) {
    synchronized (seconds) {
      return seconds.getOrDefault(stage, 0.0);
    }
  }

  /** Registers everything. */
  void register(MetricRegistry registry) {
    gauge(registry, "units.planned", m -> m.planned);
    gauge(registry, "units.pending", m -> m.pending);
    gauge(registry, "units.queued", m -> Math.max(0, m.pending - m.measured.unitCount()));
    gauge(registry, "units.measured", m -> m.measured.unitCount());
    for (String status : STATUSES) {
      gauge(registry, "units.status." + status, m -> m.measured.unitsWith(status));
    }
    gauge(registry, "bytes.read", m -> m.measured.byteCount());
    gauge(registry, "waves.committed", m -> m.waves.get());
    gauge(registry, "tasks.failed", m -> m.failedTasks.get());
    gauge(registry, "tasks.retried", m -> m.retriedTasks.get());
    gauge(registry, "run.exit_code", m -> m.exitCode);
    for (Stage stage : Stage.values()) {
      registry.register(
          "stage." + stage.label() + ".seconds", (Gauge<Double>) () -> seconds(stage));
      gauge(registry, "stage." + stage.label() + ".active", m -> m.now == stage ? 1 : 0);
    }
  }

  private void gauge(MetricRegistry registry, String name, ToLongFunction<RunMetrics> value) {
    registry.register(name, (Gauge<Long>) () -> value.applyAsLong(this));
  }
}
