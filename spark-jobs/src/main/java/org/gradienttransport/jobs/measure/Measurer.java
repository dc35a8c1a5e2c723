package org.gradienttransport.jobs.measure;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.gradienttransport.jobs.exit.StopRequest;
import org.gradienttransport.jobs.observe.RunMetrics;
import org.gradienttransport.jobs.observe.RunPhase;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.plan.UnitWork;
import org.gradienttransport.jobs.plan.store.MeasurementStore;
import org.gradienttransport.jobs.plan.store.SparkStore;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.jobs.warehouse.WriterLease;
import org.gradienttransport.udfs.backend.OpenedBackend;
import org.gradienttransport.udfs.backend.StageTimes.Stage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures what the store lacks, wave by wave.
 *
 * @param tasks per wave; 0 to choose by the number of slots
 */
public record Measurer(
    SparkSession spark, Warehouse warehouse, MeasureSettings settings, WaveSize waves, int tasks) {
  private static final Logger LOG = LoggerFactory.getLogger(Measurer.class);

  /**
   * What was done.
   *
   * @param relaxations measured; those taken over from fields of the same content do not count
   * @param record how it went, for the run's directory; empty when nothing was measured
   */
  public record Result(long relaxations, Optional<JsonNode> record) {
    /** This measuring and one after it; the later record has the newer rates. */
    public Result and(Result later) {
      return new Result(relaxations + later.relaxations, later.record.or(() -> record));
    }
  }

  /**
   * Measures units and commits their rows in waves, so that a killed driver loses at most one.
   *
   * @param work by ascending size, as {@link Plan#pending} orders it
   * @throws org.gradienttransport.jobs.exit.JobException before any work, with exit code 78 when a
   *     unit cannot fit an executor's memory, and with 69 when the backend cannot run here
   */
  public Result measure(Plan plan, List<UnitWork> work, WriterLease lease) throws IOException {
    RunMetrics.ofProcess().planned(plan.units().size(), work.size());
    LOG.info(
        "{} units planned, {} of them to measure; the store has the rest",
        plan.units().size(),
        work.size());
    if (work.isEmpty()) {
      return new Result(0, Optional.empty());
    }
    ExecutorShape shape = ExecutorShape.of(spark.sparkContext());
    requireBackend();
    requireMemory(work, shape);
    LastMeasuring last = LastMeasuring.of(warehouse);
    Forecast forecast = last.forecast(work, waves, settings, shape);
    Totals totals;
    double seconds;
    try (MeasuringProgress progress =
        MeasuringProgress.start(spark.sparkContext(), forecast, work.size())) {
      measureWaves(plan, work, lease, forecast, progress);
      totals = progress.accumulator().value();
      seconds = progress.seconds();
    }
    long relaxations =
        work.stream().mapToLong(one -> one.variants().size()).sum() - totals.reused();
    if (relaxations == 0) {
      return new Result(0, Optional.empty());
    }
    LOG.info("{}", text(relaxations, seconds, totals));
    return new Result(
        relaxations,
        Optional.of(last.replace(relaxations, seconds, totals, forecast, settings, shape)));
  }

  private void measureWaves(
      Plan plan,
      List<UnitWork> work,
      WriterLease lease,
      Forecast forecast,
      MeasuringProgress progress)
      throws IOException {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Optional<ResourceProfile> gpus =
        GpuRequest.of(spark.sparkContext().getConf(), settings.backend());
    SparkStore store = new SparkStore(spark, warehouse);
    Reusable reusable = Reusable.of(store);
    Broadcast<MeasureTask.Setup> setup =
        context.broadcast(
            new MeasureTask.Setup(
                settings,
                plan.families(),
                new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()),
                forecast));
    List<List<UnitWork>> all = waves.cut(work);
    for (int i = 0; i < all.size(); i++) {
      List<UnitWork> wave = all.get(i);
      StopRequest.ofProcess().requireNone();
      RunPhase.describe(
          spark, "Measuring wave " + (i + 1) + " of " + all.size() + ": " + wave.size() + " units");
      Broadcast<Map<String, Row>> known = context.broadcast(reusable.candidates(wave));
      JavaRDD<Row> measured =
          inOrder(context, Batches.of(wave, context.defaultParallelism(), tasks))
              .mapPartitions(new MeasureTask(setup, known, progress.accumulator()));
      store.append(gpus.map(measured::withResources).orElse(measured), lease);
      RunMetrics.ofProcess().waveCommitted();
      known.destroy();
    }
    new MeasurementStore(warehouse).tidy(lease);
  }

  /** One task per batch, started in this order. */
  private static JavaRDD<UnitWork> inOrder(JavaSparkContext context, List<List<UnitWork>> batches) {
    return context.parallelize(batches, batches.size()).flatMap(List::iterator);
  }

  /** Where driver and executor are one process, an absent device is said before any work. */
  private void requireBackend() {
    if (spark.sparkContext().isLocal()) {
      BackendChoice.open(settings).close();
    }
  }

  /** What an executor's heap cannot hold even alone is refused before anything is done. */
  private void requireMemory(List<UnitWork> work, ExecutorShape shape) {
    try (OpenedBackend backend = BackendChoice.onHost(shape.threads(settings))) {
      if (!settings.backend().equals(backend.first().name())) {
        return; // Only a machine with the device can say what a field takes there.
      }
      for (UnitWork one : work) {
        MemoryLedger.requireFits(
            ExecutorEngine.need(backend, one),
            shape.heap(),
            one.unit().family() + " " + one.unit().scale());
      }
    }
  }

  /** Seconds per stage and rates, in one line. */
  private static String text(long relaxations, double seconds, Totals totals) {
    StageWork all = totals.work();
    double reading = all.seconds(Stage.READ);
    return String.format(
        Locale.ROOT,
        "%d relaxations in %.1f s: read %.1f s (%.2f GB at %.2f GB/s), graphs %.1f s, nulls %.1f s,"
            + " moments %.1f s, threshold and relaxation %.1f s; %.1f M parameters/s; executors"
            + " busy %.1f s",
        relaxations,
        seconds,
        reading,
        all.amount(Stage.READ) / 1e9,
        reading == 0 ? 0 : all.amount(Stage.READ) / 1e9 / reading,
        all.seconds(Stage.GRAPH),
        all.seconds(Stage.DRAW),
        all.seconds(Stage.MOMENTS),
        all.seconds(Stage.RELAX),
        seconds == 0 ? 0 : all.amount(Stage.RELAX) / 1e6 / seconds,
        totals.busySeconds());
  }
}
