package org.gradienttransport.jobs.measure;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.gradienttransport.jobs.io.Tasks;
import org.gradienttransport.jobs.observe.RunMetrics;
import org.gradienttransport.udfs.backend.StageTimes.Stage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Says every few seconds how far measuring is: units, share of the work, rates, time left.
 *
 * <p>Spark adds a task's totals to the driver's when the task ends. What running tasks have done is
 * in their executors' heartbeats, so that a large field is seen to progress.
 */
final class MeasuringProgress implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MeasuringProgress.class);
  private static final int PERIOD_SECONDS = 5;

  private final SparkContext context;
  private final Forecast forecast;
  private final long units;
  private final TotalsAccumulator totals = new TotalsAccumulator();
  private final Running running = new Running();
  private final long started = System.nanoTime();
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(Tasks.daemons("measuring-progress"));

  private MeasuringProgress(SparkContext context, Forecast forecast, long units) {
    this.context = context;
    this.forecast = forecast;
    this.units = units;
  }

  /**
   * Begins to follow a measuring.
   *
   * @param units that are to be measured
   */
  static MeasuringProgress start(SparkContext context, Forecast forecast, long units) {
    MeasuringProgress progress = new MeasuringProgress(context, forecast, units);
    context.register(progress.totals, "measured");
    context.addSparkListener(progress.running);
    RunMetrics.ofProcess().measuring(progress::counts);
    ScheduledFuture<?> unused =
        progress.ticker.scheduleAtFixedRate(
            () -> LOG.info(progress.line()), PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    return progress;
  }

  TotalsAccumulator accumulator() {
    return totals;
  }

  /** What ended tasks have done, and what running ones have reported. */
  Totals now() {
    return totals.value().add(running.sum());
  }

  private RunMetrics.Counts counts() {
    Totals ended = totals.value();
    return new RunMetrics.Counts(ended.units(), now().bytes(), ended.statuses());
  }

  double seconds() {
    return (System.nanoTime() - started) * 1e-9;
  }

  private String line() {
    return line(now(), units, forecast, seconds());
  }

  /**
   * How far measuring is, in a line.
   *
   * @param units that are to be measured in all
   * @param seconds since the start
   */
  static String line(Totals done, long units, Forecast forecast, double seconds) {
    double share = forecast.share(done.weight());
    return String.format(
        Locale.ROOT,
        "measured %,d of %,d units (%.0f %%), %,.1f MB read, %,.1f MB/s, %.1f M nodes/s, left %s",
        done.units(),
        units,
        100 * share,
        done.bytes() / 1e6,
        done.bytes() / 1e6 / seconds,
        done.work().amount(Stage.RELAX) / 1e6 / seconds,
        format(Duration.ofSeconds(Math.round(forecast.secondsLeft(share, seconds)))));
  }

  private static String format(Duration left) {
    return String.format(
        Locale.ROOT, "%d:%02d:%02d", left.toHours(), left.toMinutesPart(), left.toSecondsPart());
  }

  @Override
  public void close() {
    ticker.shutdownNow();
    context.removeSparkListener(running);
    LOG.info(line());
  }

  /** What running tasks have reported of themselves. */
  private final class Running extends SparkListener {
    private final Map<Long, Totals> reported = new HashMap<>();
    private final Set<Long> ended = new HashSet<>();

    synchronized Totals sum() {
      Totals sum = new Totals();
      reported.values().forEach(sum::add);
      return sum;
    }

    @Override
    public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
      CollectionConverters.asJava(update.accumUpdates())
          .forEach(
              task ->
                  CollectionConverters.asJava(task._4())
                      .forEach(value -> report((Long) task._1(), value)));
    }

    private void report(long task, AccumulableInfo value) {
      // A heartbeat may be behind the end of its task, which has added all of it.
      if (value.id() == totals.id() && !ended.contains(task) && value.update().isDefined()) {
        if (value.update().get() instanceof Totals sums) {
          reported.put(task, sums);
        }
      }
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
      ended.add(end.taskInfo().taskId());
      reported.remove(end.taskInfo().taskId());
    }
  }
}
