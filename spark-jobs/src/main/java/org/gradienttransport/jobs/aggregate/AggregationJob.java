package org.gradienttransport.jobs.aggregate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.Optional;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.gradienttransport.jobs.aggregate.scaling.CurveFits;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.plan.store.StoredFile;
import org.gradienttransport.jobs.plan.store.StoredMeasurement;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.ClosureCheck;
import org.gradienttransport.schemas.rows.Compressibility;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.LossExponentStep;
import org.gradienttransport.schemas.rows.NullContrast;
import org.gradienttransport.schemas.rows.Performance;
import org.gradienttransport.schemas.rows.PerformanceAssociation;
import org.gradienttransport.schemas.rows.PerformanceExponent;
import org.gradienttransport.schemas.rows.ScalingAssociation;
import org.gradienttransport.schemas.rows.StepwiseExponent;
import org.gradienttransport.schemas.rows.TimeExponentStep;
import org.gradienttransport.schemas.rows.WindowSummary;
import org.gradienttransport.schemas.spark.SparkRows;

/**
 * Hands aggregation to Spark, family by family: the plan finds its measurements in the store, each
 * family's fields come together in one place, and {@link FamilyAggregation} does the rest. Between
 * tasks rows are Spark's, which every serializer knows.
 */
public final class AggregationJob {
  /** Tables derived from field_transport and the families' evaluations. */
  public static final List<RowType<?>> DERIVED =
      List.of(
          StepwiseExponent.ROWS,
          ClosureCheck.ROWS,
          Compressibility.ROWS,
          WindowSummary.ROWS,
          NullContrast.ROWS,
          PerformanceExponent.ROWS,
          PerformanceAssociation.ROWS);

  /** Tables of the losses of families beside their transport. */
  public static final List<RowType<?>> LINKED =
      List.of(LossExponentStep.ROWS, TimeExponentStep.ROWS, ScalingAssociation.ROWS);

  /** All tables that measured fields and evaluations make. */
  public static final List<RowType<?>> MADE =
      Stream.<List<RowType<?>>>of(List.of(FieldTransport.ROWS), DERIVED, LINKED)
          .flatMap(List::stream)
          .toList();

  /** Few enough for a task to be small, enough to be worth starting one. */
  private static final int UNITS_PER_TASK = 20_000;

  private final SparkSession spark;
  private final JavaSparkContext context;
  private final Plan plan;
  private final String parameters;

  /**
   * Aggregation of one plan.
   *
   * @param parameters canonical text of the measurement's parameters
   */
  public AggregationJob(SparkSession spark, Plan plan, String parameters) {
    this.spark = spark;
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.plan = plan;
    this.parameters = parameters;
  }

  /**
   * Makes the rows of all tables.
   *
   * @param stored files of the measurement store
   * @param performance rows of performance of all families
   * @param curves fits of the families' training curves
   * @param carried rows of families that the plan does not have
   */
  public Rows.InMemory run(
      List<StoredFile> stored, List<Performance> performance, CurveFits curves, Rows carried) {
    JavaRDD<Row> made =
        joined(stored)
            .groupByKey(plan.families().size())
            .flatMap(new OfFamily(plan, performance, curves))
            .union(context.parallelize(emitted(carried), 1));
    return collected(made)
        .add(Performance.ROWS, performance)
        .add(Performance.ROWS, carried.of(Performance.ROWS));
  }

  /** Rows of {@link MeasuredField} by family, as far as plan and store know them. */
  private JavaPairRDD<String, Row> joined(List<StoredFile> stored) {
    int replicates = plan.nullReplicates();
    String canonical = parameters;
    JavaPairRDD<String, Row> planned =
        context
            .parallelize(plan.units(), plan.units().size() / UNITS_PER_TASK + 1)
            .flatMap(unit -> PlannedFields.of(unit, replicates, canonical).iterator())
            .mapToPair(
                one ->
                    new scala.Tuple2<>(
                        one.lookupKey(), SparkRows.toSpark(FieldTransport.ROWS, one.unmeasured())));
    return planned
        .leftOuterJoin(newest(stored), planned.getNumPartitions())
        .values()
        .mapToPair(AggregationJob::byFamily);
  }

  private static scala.Tuple2<String, Row> byFamily(scala.Tuple2<Row, Optional<Row>> joined) {
    FieldTransport planned = SparkRows.fromValues(FieldTransport.ROWS, joined._1());
    StoredMeasurement stored =
        joined._2().isPresent()
            ? SparkRows.fromValues(StoredMeasurement.ROWS, joined._2().get())
            : null;
    MeasuredField field = PlannedFields.measured(planned, stored);
    return new scala.Tuple2<>(planned.key().family(), SparkRows.toSpark(MeasuredField.ROWS, field));
  }

  /** Measurements by key, of two with one key the one of the later wave. */
  private JavaPairRDD<String, Row> newest(List<StoredFile> stored) {
    Broadcast<SerializableConfiguration> configuration =
        context.broadcast(
            new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()));
    int wave = 1;
    return context
        .parallelize(stored, Math.max(1, Math.min(stored.size(), 4 * context.defaultParallelism())))
        .flatMap(file -> read(file, configuration.value().value()))
        .mapToPair(row -> new scala.Tuple2<>(row.getString(0), row))
        .reduceByKey((a, b) -> a.getLong(wave) > b.getLong(wave) ? a : b);
  }

  private static Iterator<Row> read(StoredFile file, Configuration configuration)
      throws IOException {
    List<Row> rows = new ArrayList<>();
    for (StoredMeasurement one : file.rows(StoredMeasurement.ROWS, configuration)) {
      rows.add(SparkRows.toSpark(StoredMeasurement.ROWS, one));
    }
    return rows.iterator();
  }

  /** Rows of all tables, each as table name and values. */
  private static List<Row> emitted(Rows made) {
    List<Row> rows = new ArrayList<>();
    MADE.forEach(type -> emitAll(type, made, rows));
    return rows;
  }

  private static <R extends Record> void emitAll(RowType<R> type, Rows from, List<Row> into) {
    from.of(type)
        .forEach(row -> into.add(RowFactory.create(type.name(), SparkRows.toSpark(type, row))));
  }

  /** Everything that was made, on the driver. */
  private static Rows.InMemory collected(JavaRDD<Row> made) {
    Map<String, List<Row>> tables = new HashMap<>();
    made.collect()
        .forEach(
            row ->
                tables
                    .computeIfAbsent(row.getString(0), name -> new ArrayList<>())
                    .add(row.getStruct(1)));
    Rows.InMemory rows = new Rows.InMemory();
    MADE.forEach(type -> add(type, tables, rows));
    return rows;
  }

  private static <R extends Record> void add(
      RowType<R> type, Map<String, List<Row>> tables, Rows.InMemory rows) {
    rows.add(
        type,
        tables.getOrDefault(type.name(), List.of()).stream()
            .map(row -> SparkRows.fromValues(type, row))
            .toList());
  }

  /** One family's fields to the rows of all tables, each as table name and values. */
  private record OfFamily(
      Map<String, Family> families,
      Map<String, FamilySteps> steps,
      Map<String, List<Row>> performance,
      CurveFits curves)
      implements org.apache.spark.api.java.function.FlatMapFunction<
          scala.Tuple2<String, Iterable<Row>>, Row> {

    OfFamily(Plan plan, List<Performance> performance, CurveFits curves) {
      this(new HashMap<>(plan.families()), FamilySteps.of(plan), new HashMap<>(), curves);
      for (Performance row : performance) {
        this.performance
            .computeIfAbsent(row.family(), name -> new ArrayList<>())
            .add(SparkRows.toSpark(Performance.ROWS, row));
      }
    }

    @Override
    public Iterator<Row> call(scala.Tuple2<String, Iterable<Row>> family) {
      List<MeasuredField> fields = new ArrayList<>();
      family._2().forEach(row -> fields.add(SparkRows.fromValues(MeasuredField.ROWS, row)));
      List<Performance> external = new ArrayList<>();
      performance
          .getOrDefault(family._1(), List.of())
          .forEach(row -> external.add(SparkRows.fromValues(Performance.ROWS, row)));
      Rows made =
          FamilyAggregation.measured(
              families.get(family._1()), steps.get(family._1()), fields, external, curves);
      return emitted(made).iterator();
    }
  }
}
