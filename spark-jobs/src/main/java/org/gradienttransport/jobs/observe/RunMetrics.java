package org.gradienttransport.jobs.observe;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.gradienttransport.schemas.vocabulary.FieldStatus;

/**
 * What the driver of this process knows of its run, as metrics for whatever sinks Spark is
 * configured with. Kept whether or not anybody looks.
 */
public final class RunMetrics {
  private static final RunMetrics PROCESS = new RunMetrics();

  private final Map<Phase, Double> seconds = new EnumMap<>(Phase.class);
  private final AtomicLong failedTasks = new AtomicLong();
  private final AtomicLong retriedTasks = new AtomicLong();
  private final AtomicLong waves = new AtomicLong();
  private volatile Phase now;
  private volatile Supplier<Counts> measured = () -> Counts.NOTHING;
  private volatile long planned;
  private volatile long pending;
  private volatile int exitCode = -1;

  RunMetrics() {}

  public static RunMetrics ofProcess() {
    return PROCESS;
  }

  /**
   * How far measuring is.
   *
   * @param bytes of the files read
   * @param statuses units by the status that their field ended with
   */
  public record Counts(long units, long bytes, Map<FieldStatus, Long> statuses) {
    /** Counts before anything is measured. */
    static final Counts NOTHING = new Counts(0, 0, Map.of());
  }

  /** A run begins: what the last one left is forgotten. */
  public void begin() {
    measured = () -> Counts.NOTHING;
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

  /** Measuring begins; its source is asked whenever somebody looks. */
  public void measuring(Supplier<Counts> source) {
    measured = source;
  }

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

  void enter(Phase stage) {
    now = stage;
  }

  void leave(Phase stage, double took) {
    now = null;
    synchronized (seconds) {
      seconds.merge(stage, took, Double::sum);
    }
  }

  /** Seconds that a stage of the latest run has taken, once it is over; 0 before. */
  public double seconds(Phase stage) {
    synchronized (seconds) {
      return seconds.getOrDefault(stage, 0.0);
    }
  }

  /** What the run does now and how far that is, in a few words. */
  public String sentence() {
    Phase stage = now;
    if (stage == null) {
      return "between two stages";
    }
    String verb = stage.verb();
    return stage == Phase.MEASURE
        ? verb + ": " + measured.get().units() + " of " + pending + " units"
        : verb;
  }

  /** Registers all metrics of the driver. */
  void register(MetricRegistry registry) {
    gauge(registry, "units.planned", m -> m.planned);
    gauge(registry, "units.pending", m -> m.pending);
    gauge(registry, "units.queued", m -> Math.max(0, m.pending - m.measured.get().units()));
    gauge(registry, "units.measured", m -> m.measured.get().units());
    for (FieldStatus status : FieldStatus.values()) {
      gauge(
          registry,
          "units.status." + status.word(),
          m -> m.measured.get().statuses().getOrDefault(status, 0L));
    }
    gauge(registry, "bytes.read", m -> m.measured.get().bytes());
    gauge(registry, "waves.committed", m -> m.waves.get());
    gauge(registry, "tasks.failed", m -> m.failedTasks.get());
    gauge(registry, "tasks.retried", m -> m.retriedTasks.get());
    gauge(registry, "run.exit_code", m -> m.exitCode);
    for (Phase stage : Phase.values()) {
      registry.register(
          "stage." + stage.label() + ".seconds", (Gauge<Double>) () -> seconds(stage));
      gauge(registry, "stage." + stage.label() + ".active", m -> m.now == stage ? 1 : 0);
    }
  }

  private void gauge(MetricRegistry registry, String name, ToLongFunction<RunMetrics> value) {
    registry.register(name, (Gauge<Long>) () -> value.applyAsLong(this));
  }
}
