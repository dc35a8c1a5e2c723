package org.gradienttransport.jobs.measure;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.observe.RunMetrics;
import org.gradienttransport.jobs.observe.RunStage;
import org.gradienttransport.jobs.plan.UnitWork;
import org.gradienttransport.jobs.publish.WriterLease;
import org.gradienttransport.jobs.store.MeasurementStore;
import org.gradienttransport.udfs.backend.OpenedBackend;

/** Measures what the store lacks, wave by wave. */
public final class Measurer {
  private final SparkSession spark;
  private final MeasurementStore store;
  private final MeasureSettings settings;
  private final Map<String, Family> families;

  public Measurer(
      SparkSession spark,
      MeasurementStore store,
      MeasureSettings settings,
      Map<String, Family> families) {
    this.spark = spark;
    this.store = store;
    this.settings = settings;
    this.families = Map.copyOf(families);
  }

  /**
   * Measures units and commits their rows in waves, so that a killed driver loses at most one.
   *
   * @param work by ascending size, as the planner orders it
   * @param waves how much goes into one wave
   * @param tasks per wave; 0 to choose by the number of slots
   * @return what was measured and how long it took; relaxations taken over from fields of the same
   *     content are not counted
   * @throws org.gradienttransport.jobs.exit.JobException with exit code 78, before any work, when a
   *     unit cannot fit an executor's memory
   */
  public MeasureReport measure(List<UnitWork> work, WaveSize waves, int tasks, WriterLease lease)
      throws IOException {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<Map<String, Family>> shipped = context.broadcast(families);
    Broadcast<SerializableConfiguration> configuration =
        context.broadcast(
            new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()));
    Optional<ResourceProfile> gpus =
        GpuRequest.of(spark.sparkContext().getConf(), settings.backend());
    if (work.isEmpty()) {
      return MeasureReport.NOTHING;
    }
    requireMemory(work);
    long started = System.nanoTime();
    long rows = 0;
    Reusable reusable = Reusable.of(store);
    try (Progress progress = Progress.start(spark.sparkContext(), work)) {
      List<List<UnitWork>> all = waves.cut(work);
      for (int i = 0; i < all.size(); i++) {
        List<UnitWork> wave = all.get(i);
        RunStage.describe(
            spark,
            "Measuring wave " + (i + 1) + " of " + all.size() + ": " + wave.size() + " units");
        Broadcast<Map<String, Row>> known = context.broadcast(reusable.candidates(wave));
        rows += wave.stream().mapToLong(unit -> unit.variants().size()).sum();
        JavaRDD<Row> measured =
            inOrder(context, Batches.of(wave, context.defaultParallelism(), tasks))
                .mapPartitions(
                    new MeasureTask(settings, shipped, configuration, known, progress.counters()));
        store.append(gpus.map(measured::withResources).orElse(measured), lease);
        RunMetrics.ofProcess().waveCommitted();
        known.destroy();
      }
      return new MeasureReport(
          rows - progress.counters().reused().value(),
          (System.nanoTime() - started) * 1e-9,
          context.defaultParallelism(),
          MeasureReport.GraphNodes.of(work),
          progress.counters().totals());
    }
  }

  /** What an executor's heap cannot hold even alone is refused before anything is done. */
  private void requireMemory(List<UnitWork> work) {
    ExecutorShape shape = ExecutorShape.of(spark.sparkContext());
    try (OpenedBackend backend = BackendChoice.onHost(shape.threads(settings))) {
      if (!settings.backend().equals(backend.first().name())) {
        return; // Only a machine with the device can say what a field takes there.
      }
      for (UnitWork one : work) {
        MemoryLedger.requireFits(
            ExecutorEngine.need(backend, one.unit().entries(), one.variants()),
            MemoryLedger.budget(shape.heapBytes()),
            one.unit().family() + " " + one.unit().scale());
      }
    }
  }

  /** One task per batch, started in this order. */
  private static JavaRDD<List<UnitWork>> inOrder(
      JavaSparkContext context, List<List<UnitWork>> batches) {
    return context.parallelize(batches, batches.size());
  }
}
