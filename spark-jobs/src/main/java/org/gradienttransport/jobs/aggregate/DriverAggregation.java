package org.gradienttransport.jobs.aggregate;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.aggregate.scaling.CurveFits;
import org.gradienttransport.jobs.io.Tasks;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.plan.store.StoredFile;
import org.gradienttransport.jobs.plan.store.StoredMeasurement;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.Performance;

/**
 * Aggregation of a plan whose rows the driver holds anyway, and whose families its own threads are
 * done with before Spark would have moved the rows to executors and back. Makes the rows that
 * {@link AggregationJob} makes.
 *
 * @param parameters canonical text of the measurement's parameters
 * @param hadoop settings of the store's file system
 */
public record DriverAggregation(Plan plan, String parameters, Configuration hadoop) {
  /** Up to so many relaxations; a hundred families of the paper's size are more. */
  private static final long MOST_RELAXATIONS = 100_000;

  /** Up to so many files of the store, which are all opened. */
  private static final int MOST_FILES = 500;

  /** Whether the driver is soon done with a plan by itself. */
  public static boolean suits(Plan plan, List<StoredFile> stored) {
    return plan.relaxations() <= MOST_RELAXATIONS && stored.size() <= MOST_FILES;
  }

  /**
   * The rows of field_transport and of all tables derived from it.
   *
   * @param stored files of the measurement store
   * @param performance rows of performance of all families
   * @param curves fits of the families' training curves
   */
  public Rows.InMemory run(List<StoredFile> stored, List<Performance> performance, CurveFits curves)
      throws IOException {
    Map<String, List<MeasuredField>> families =
        new TreeMap<>(
            joined(stored).stream().collect(groupingBy(one -> one.field().key().family())));
    Map<String, List<Performance>> external =
        performance.stream().collect(groupingBy(Performance::family));
    Map<String, FamilySteps> steps = FamilySteps.of(plan);
    List<Rows> made =
        Tasks.over(families.keySet())
            .threads(Runtime.getRuntime().availableProcessors(), "aggregation")
            .run(
                family ->
                    FamilyAggregation.measured(
                        plan.families().get(family),
                        steps.get(family),
                        families.get(family),
                        external.getOrDefault(family, List.of()),
                        curves));
    Rows.InMemory rows = new Rows.InMemory();
    AggregationJob.MADE.forEach(type -> add(type, made, rows));
    return rows;
  }

  private static <R extends Record> void add(RowType<R> type, List<Rows> made, Rows.InMemory rows) {
    Rows.InMemory unused =
        rows.add(type, made.stream().flatMap(family -> family.of(type).stream()).toList());
  }

  /** Every planned relaxation with its measurement, as far as plan and store know it. */
  public List<MeasuredField> joined(List<StoredFile> stored) throws IOException {
    List<PlannedFields.Planned> planned =
        plan.units().stream()
            .flatMap(unit -> PlannedFields.of(unit, plan.nullReplicates(), parameters).stream())
            .toList();
    Map<String, StoredMeasurement> newest =
        newest(
            stored,
            planned.stream().map(PlannedFields.Planned::lookupKey).collect(toSet()),
            hadoop);
    return planned.stream()
        .map(one -> PlannedFields.measured(one.unmeasured(), newest.get(one.lookupKey())))
        .toList();
  }

  /** Measurements by key, of two with one key the one of the later wave. */
  static Map<String, StoredMeasurement> newest(
      List<StoredFile> stored, Set<String> wanted, Configuration hadoop) throws IOException {
    Map<String, StoredMeasurement> newest = new HashMap<>();
    List<List<StoredMeasurement>> read =
        Tasks.over(stored)
            .threads(2 * Runtime.getRuntime().availableProcessors(), "store")
            .<List<StoredMeasurement>, IOException>run(
                file ->
                    file.rows(StoredMeasurement.ROWS, hadoop).stream()
                        .filter(one -> wanted.contains(one.lookupKey()))
                        .toList());
    read.forEach(
        rows ->
            rows.forEach(
                one -> newest.merge(one.lookupKey(), one, (a, b) -> a.wave() > b.wave() ? a : b)));
    return newest;
  }
}
