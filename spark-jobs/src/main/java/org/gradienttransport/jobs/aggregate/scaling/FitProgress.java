package org.gradienttransport.jobs.aggregate.scaling;

import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;
import org.gradienttransport.jobs.io.Tasks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says every few seconds how far fitting is: starts, replicates and curves, and the time left. */
final class FitProgress implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FitProgress.class);
  private static final int PERIOD_SECONDS = 5;

  private volatile long total;
  private final LongAccumulator done;
  private final long started = System.nanoTime();
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(Tasks.daemons("fitting-progress"));

  private FitProgress(SparkContext context, long total) {
    this.total = total;
    this.done = context.longAccumulator("fitted");
  }

  /**
   * Begins to follow fits.
   *
   * @param total starts, replicates and curves that are to be done
   */
  static FitProgress start(SparkContext context, long total) {
    FitProgress progress = new FitProgress(context, total);
    ScheduledFuture<?> unused =
        progress.ticker.scheduleAtFixedRate(
            () -> LOG.info(progress.line()), PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    return progress;
  }

  /** From now on there is so much in all: a law that does not converge has no replicates. */
  void expect(long total) {
    this.total = total;
  }

  LongAccumulator accumulator() {
    return done;
  }

  private String line() {
    // A task that was run twice has counted twice.
    return line(Math.min(done.value(), total), total, (System.nanoTime() - started) * 1e-9);
  }

  /** How far fitting is, in a line. */
  static String line(long done, long total, double seconds) {
    String left =
        done == 0
            ? "unknown"
            : String.format(Locale.ROOT, "%,.0f s", seconds * (total - done) / done);
    return String.format(
        Locale.ROOT,
        "fitted %,d of %,d starts, replicates and curves (%.0f %%), left %s",
        done,
        total,
        100.0 * done / total,
        left);
  }

  @Override
  public void close() {
    ticker.shutdownNow();
    LOG.info(line());
  }
}
