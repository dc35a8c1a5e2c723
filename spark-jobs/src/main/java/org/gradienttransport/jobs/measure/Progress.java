package org.gradienttransport.jobs.measure;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;
import org.gradienttransport.jobs.observe.RunMetrics;
import org.gradienttransport.jobs.plan.UnitWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says every few seconds how far measuring is: units, bytes, rate, time left. */
final class Progress implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
  private static final int PERIOD_SECONDS = 5;

  private final Counters counters;
  private final long units;
  private final long cost;
  private final long started = System.nanoTime();
  private final ScheduledExecutorService ticker;

  private Progress(Counters counters, List<UnitWork> work) {
    this.counters = counters;
    this.units = work.size();
    this.cost = work.stream().mapToLong(UnitWork::cost).sum();
    this.ticker =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "progress");
              thread.setDaemon(true);
              return thread;
            });
  }

  static Progress start(SparkContext context, List<UnitWork> work) {
    Counters counters =
        new Counters(
            context.longAccumulator("units measured"),
            context.longAccumulator("bytes read"),
            context.longAccumulator("node relaxations"),
            context.longAccumulator("relaxations taken over"),
            new CountsByName(),
            new MeasureTotals());
    context.register(counters.statuses(), "units by status");
    context.register(counters.totals(), "stages");
    RunMetrics.ofProcess().measuring(counters);
    Progress progress = new Progress(counters, work);
    if (!work.isEmpty()) {
      ScheduledFuture<?> unused =
          progress.ticker.scheduleAtFixedRate(
              () -> LOG.info(progress.line()), PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }
    return progress;
  }

  Counters counters() {
    return counters;
  }

  private String line() {
    double seconds = (System.nanoTime() - started) * 1e-9;
    double done = cost == 0 ? 1 : (double) counters.cost.value() / cost;
    String left =
        done > 0 ? format(Duration.ofSeconds((long) (seconds * (1 - done) / done))) : "unknown";
    return String.format(
        Locale.ROOT,
        "measured %,d of %,d units (%.0f %%), %,.1f MB read, %,.1f MB/s, %.1f M nodes/s, left %s",
        counters.units.value(),
        units,
        100 * done,
        counters.bytes.value() / 1e6,
        counters.bytes.value() / 1e6 / seconds,
        counters.cost.value() / 1e6 / seconds,
        left);
  }

  private static String format(Duration left) {
    return String.format(
        Locale.ROOT, "%d:%02d:%02d", left.toHours(), left.toMinutesPart(), left.toSecondsPart());
  }

  @Override
  public void close() {
    ticker.shutdownNow();
    if (units > 0) {
      LOG.info(line());
    }
  }

  /** Counters that tasks add to; Spark brings their sums to the driver. */
  record Counters(
      LongAccumulator units,
      LongAccumulator bytes,
      LongAccumulator cost,
      LongAccumulator reused,
      CountsByName statuses,
      MeasureTotals totals)
      implements RunMetrics.Measured, Serializable {
    private static final int STATUS = FieldRows.SCHEMA.fieldIndex("status");
    private static final int KIND = FieldRows.SCHEMA.fieldIndex("field_kind");

    @Override
    public long unitCount() {
      return units.value();
    }

    @Override
    public long byteCount() {
      return bytes.value();
    }

    @Override
    public long unitsWith(String status) {
      return statuses.value().getOrDefault(status, 0L);
    }

    void count(UnitWork work, List<Row> rows) {
      statuses.add(status(rows));
      units.add(1);
      bytes.add(work.unit().inputBytes());
      cost.add(work.cost());
    }

    /** That of the real field; Gaussian nulls are sound even where the field is refused. */
    private static String status(List<Row> rows) {
      return rows.stream()
          .filter(row -> row.getString(KIND).equals("real"))
          .findFirst()
          .orElse(rows.get(rows.size() - 1))
          .getString(STATUS);
    }
  }
}
