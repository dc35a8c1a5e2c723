package org.gradienttransport.jobs.aggregate.scaling;

import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.gradienttransport.jobs.observe.LazySession;
import org.gradienttransport.jobs.observe.RunPhase;
import org.gradienttransport.jobs.plan.store.FitStore;
import org.gradienttransport.jobs.plan.store.StoredFit;
import org.gradienttransport.jobs.warehouse.WriterLease;
import org.gradienttransport.schemas.spark.SparkRows;

/**
 * Hands the fits of losses to Spark, as far as the store lacks them: units of work go to executors
 * wave by wave, and each wave's results are kept before the next begins. Without anything to fit no
 * session is started.
 */
public final class FitJob {
  /** Units of a wave: what a killed driver can lose, about half a minute of one core. */
  private static final int WAVE = 512;

  /** Units of a task, where there are enough to keep every slot busy. */
  private static final int UNITS_PER_TASK = 4;

  private final LazySession spark;
  private final FitStore store;
  private final WriterLease lease;
  private final int tasks;
  private long fitted;

  /**
   * A job.
   *
   * @param spark started only if there is something to fit
   * @param lease of the warehouse, confirmed for every wave
   * @param tasks per wave; 0 to choose by the number of slots. Changes no number
   */
  public FitJob(LazySession spark, FitStore store, WriterLease lease, int tasks) {
    this.spark = spark;
    this.store = store;
    this.lease = lease;
    this.tasks = tasks;
  }

  /** Units of some studies that the store lacks, as far as they are known before any is fitted. */
  public static List<FitUnit> pending(StudyAggregation studies, FitStore store) throws IOException {
    FitResults known = known(studies, store);
    return units(studies, known).filter(unit -> !known.has(unit)).toList();
  }

  private static Stream<FitUnit> units(StudyAggregation studies, FitResults known) {
    return Stream.concat(studies.starts().stream(), studies.plannedReplicates(known).stream());
  }

  /** What the store has of all units that the studies can need. */
  private static FitResults known(StudyAggregation studies, FitStore store) throws IOException {
    FitResults nothing = new FitResults();
    Set<String> keys = units(studies, nothing).map(FitUnit::key).collect(toSet());
    return new FitResults().add(store.find(keys));
  }

  /** Does what the store lacks; returns the results of all units of both kinds. */
  public FitResults run(StudyAggregation studies) throws IOException {
    FitResults results = known(studies, store);
    fit(studies.starts(), studies.data(), results);
    fit(studies.replicates(results), studies.data(), results);
    return results;
  }

  /** Starts, replicates and curves that were done and not found. */
  public long fitted() {
    return fitted;
  }

  private void fit(List<FitUnit> units, FitData data, FitResults results) throws IOException {
    List<FitUnit> missing = units.stream().filter(unit -> !results.has(unit)).toList();
    if (missing.isEmpty()) {
      return;
    }
    SparkSession session = spark.get();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    Broadcast<FitData> rows = context.broadcast(data);
    long total = missing.stream().mapToLong(FitUnit::size).sum();
    try (FitProgress progress = FitProgress.start(session.sparkContext(), total)) {
      int waves = (missing.size() + WAVE - 1) / WAVE;
      for (int wave = 0; wave < waves; wave++) {
        List<FitUnit> ofWave =
            missing.subList(wave * WAVE, Math.min(missing.size(), (wave + 1) * WAVE));
        RunPhase.describe(
            session,
            "Fitting wave " + (wave + 1) + " of " + waves + ": " + ofWave.size() + " units");
        List<StoredFit> made = onExecutors(context, ofWave, rows, progress.accumulator());
        store.append(made, lease);
        results.add(byUnit(made));
      }
    } finally {
      rows.destroy();
    }
    fitted += total;
  }

  private List<StoredFit> onExecutors(
      JavaSparkContext context,
      List<FitUnit> units,
      Broadcast<FitData> data,
      LongAccumulator done) {
    int slots = context.defaultParallelism();
    int chosen = Math.max(Math.min(units.size(), 4 * slots), units.size() / UNITS_PER_TASK);
    List<Row> rows =
        context
            .parallelize(new ArrayList<>(units), tasks > 0 ? tasks : chosen)
            .flatMap(
                unit -> {
                  List<Row> results = new ArrayList<>();
                  unit.run(data.value())
                      .forEach(one -> results.add(SparkRows.toSpark(StoredFit.ROWS, one)));
                  done.add(unit.size());
                  return results.iterator();
                })
            .collect();
    return rows.stream().map(row -> SparkRows.fromValues(StoredFit.ROWS, row)).toList();
  }

  private static Map<String, List<StoredFit>> byUnit(List<StoredFit> made) {
    Map<String, List<StoredFit>> byUnit = new HashMap<>();
    made.forEach(one -> byUnit.computeIfAbsent(one.unitKey(), key -> new ArrayList<>()).add(one));
    return byUnit;
  }
}
