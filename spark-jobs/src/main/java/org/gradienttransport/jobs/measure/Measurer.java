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
   * @return number of rows measured; those taken over from fields of the same content not counted
   */
  public long measure(List<UnitWork> work, WaveSize waves, int tasks, WriterLease lease)
      throws IOException {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<Map<String, Family>> shipped = context.broadcast(families);
    Broadcast<SerializableConfiguration> configuration =
        context.broadcast(
            new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()));
    Optional<ResourceProfile> gpus =
        GpuRequest.of(spark.sparkContext().getConf(), settings.backend());
    long rows = 0;
    if (work.isEmpty()) {
      return rows;
    }
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
            context
                .parallelize(
                    wave, tasks > 0 ? tasks : partitions(wave.size(), context.defaultParallelism()))
                .mapPartitions(
                    new MeasureTask(settings, shipped, configuration, known, progress.counters()));
        store.append(
            spark.createDataFrame(
                gpus.map(measured::withResources).orElse(measured), FieldRows.SCHEMA),
            lease);
        RunMetrics.ofProcess().waveCommitted();
        known.destroy();
      }
      return rows - progress.counters().reused().value();
    }
  }

  /** Enough partitions to spread and to show progress, few enough to keep tasks worth starting. */
  private static int partitions(int units, int parallelism) {
    return Math.max(1, Math.min(units, Math.max(parallelism * 4, units / 64)));
  }
}
