package org.gradienttransport.jobs.aggregate.scaling;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.gradienttransport.jobs.exit.StopRequest;
import org.gradienttransport.jobs.io.Tasks;
import org.gradienttransport.jobs.observe.LazySession;
import org.gradienttransport.jobs.observe.RunPhase;
import org.gradienttransport.jobs.plan.store.FitStore;
import org.gradienttransport.jobs.plan.store.StoredFit;
import org.gradienttransport.jobs.warehouse.WriterLease;
import org.gradienttransport.schemas.spark.SparkRows;

/**
 * Hands the fits of losses to Spark, as far as the store lacks them, in waves of units. Two waves
 * are under way at a time: executors go on with the second while the driver keeps the results of
 * the first and thinks of a third. Without anything to fit no session is started.
 */
public final class FitJob {
  /** Most units of a wave; a killed driver can lose two waves, a few seconds of one core each. */
  private static final int MOST_IN_WAVE = 512;

  /** Waves that there are at least, and units of a wave for every slot whatever becomes of that. */
  private static final int LEAST_WAVES = 8;

  private static final int LEAST_PER_SLOT = 32;

  private static final int UNDER_WAY = 2;

  /** Units of a task, where there are enough to keep every slot busy. */
  private static final int UNITS_PER_TASK = 4;

  private final LazySession spark;
  private final FitStore store;
  private final WriterLease lease;
  private final int tasks;
  private long fitted;
  private double seconds;

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
    return lacking(studies, known(studies, store));
  }

  private static List<FitUnit> lacking(StudyAggregation studies, FitResults known) {
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

  /** Does what the store lacks; returns the results of all units. */
  public FitResults run(StudyAggregation studies) throws IOException {
    FitResults results = known(studies, store);
    List<FitUnit> lacking = lacking(studies, results);
    if (!lacking.isEmpty()) {
      fit(studies, lacking, results);
    }
    return results;
  }

  /** Starts, replicates and curves that were done and not found. */
  public long fitted() {
    return fitted;
  }

  /** How long that took, without Spark's start. */
  public double seconds() {
    return seconds;
  }

  private void fit(StudyAggregation studies, List<FitUnit> planned, FitResults results)
      throws IOException {
    SparkSession session = spark.get();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    long started = System.nanoTime();
    Broadcast<FitData> rows = context.broadcast(studies.data());
    try (FitProgress progress = FitProgress.start(session.sparkContext(), size(planned))) {
      Executors executors = new Executors(context, rows, progress, planned);
      fit(studies, results, executors, progress);
    } finally {
      rows.destroy();
      seconds = (System.nanoTime() - started) * 1e-9;
    }
  }

  private void fit(
      StudyAggregation studies, FitResults results, Executors executors, FitProgress progress)
      throws IOException {
    FitQueue queue = new FitQueue(studies, results);
    Deque<Wave> underWay = new ArrayDeque<>();
    long done = 0;
    try {
      executors.begin(queue, underWay);
      while (!underWay.isEmpty()) {
        Wave wave = underWay.remove();
        List<StoredFit> made = wave.results();
        results.add(made.stream().collect(groupingBy(StoredFit::unitKey)));
        executors.begin(queue, underWay);
        done += wave.size();
        progress.expect(done + size(lacking(studies, results)));
        store.append(made, lease);
        fitted += made.size();
        StopRequest.ofProcess().requireNone();
      }
    } finally {
      for (Wave abandoned : underWay) {
        boolean unused = abandoned.action().cancel(true);
      }
    }
  }

  private static long size(List<FitUnit> units) {
    return units.stream().mapToLong(FitUnit::size).sum();
  }

  /**
   * Units that executors are working on.
   *
   * @param size starts, replicates and curves of them
   */
  private record Wave(JavaFutureAction<List<Row>> action, long size) {
    List<StoredFit> results() throws IOException {
      try {
        return action.get().stream().map(row -> SparkRows.fromValues(StoredFit.ROWS, row)).toList();
      } catch (ExecutionException e) {
        throw Tasks.unwrapped(e);
      } catch (InterruptedException e) {
        throw Tasks.interrupted(e);
      }
    }
  }

  /** Where units are worked on. */
  private final class Executors {
    private final JavaSparkContext context;
    private final Broadcast<FitData> rows;
    private final LongAccumulator done;
    private final int most;
    private int waves;

    Executors(
        JavaSparkContext context,
        Broadcast<FitData> rows,
        FitProgress progress,
        List<FitUnit> planned) {
      this.context = context;
      this.rows = rows;
      this.done = progress.accumulator();
      int least = LEAST_PER_SLOT * context.defaultParallelism();
      this.most = Math.min(MOST_IN_WAVE, Math.max(least, planned.size() / LEAST_WAVES));
    }

    /** Begins with as many waves as shall be under way, if there are units for them. */
    void begin(FitQueue queue, Deque<Wave> underWay) {
      while (underWay.size() < UNDER_WAY) {
        List<FitUnit> units = queue.next(most);
        if (units.isEmpty()) {
          return;
        }
        underWay.add(begin(units));
      }
    }

    private Wave begin(List<FitUnit> units) {
      waves++;
      RunPhase.describe(spark.get(), "Fitting wave " + waves + ": " + units.size() + " units");
      return new Wave(
          context.parallelize(units, tasksOf(units)).flatMap(work(rows, done)).collectAsync(),
          size(units));
    }

    private int tasksOf(List<FitUnit> units) {
      int slots = context.defaultParallelism();
      return tasks > 0
          ? tasks
          : Math.max(Math.min(units.size(), 4 * slots), units.size() / UNITS_PER_TASK);
    }
  }

  private static FlatMapFunction<FitUnit, Row> work(Broadcast<FitData> data, LongAccumulator done) {
    return unit -> {
      List<Row> results = new ArrayList<>();
      unit.run(data.value()).forEach(one -> results.add(SparkRows.toSpark(StoredFit.ROWS, one)));
      done.add(unit.size());
      return results.iterator();
    };
  }
}
