package org.gradienttransport.jobs.publish;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.gradienttransport.jobs.aggregate.AggregationJob;
import org.gradienttransport.jobs.aggregate.DriverAggregation;
import org.gradienttransport.jobs.aggregate.Robustness;
import org.gradienttransport.jobs.aggregate.cohort.Cohort;
import org.gradienttransport.jobs.aggregate.cohort.CohortTables;
import org.gradienttransport.jobs.aggregate.pooled.PooledExponents;
import org.gradienttransport.jobs.aggregate.scaling.CurveFits;
import org.gradienttransport.jobs.aggregate.scaling.FitJob;
import org.gradienttransport.jobs.aggregate.scaling.FitResults;
import org.gradienttransport.jobs.aggregate.scaling.ScalingTables;
import org.gradienttransport.jobs.aggregate.scaling.StudyAggregation;
import org.gradienttransport.jobs.io.TableDirectory;
import org.gradienttransport.jobs.plan.VariationPlan;
import org.gradienttransport.jobs.plan.store.FitStore;
import org.gradienttransport.jobs.plan.store.MeasurementStore;
import org.gradienttransport.jobs.plan.store.StoredFile;
import org.gradienttransport.jobs.warehouse.WriterLease;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.CohortStep;
import org.gradienttransport.schemas.rows.CohortSummary;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.Performance;
import org.gradienttransport.schemas.rows.PooledExponent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the rows of a run's tables from what the store has and the run read, and writes each table
 * as soon as it is there.
 */
record RunAggregation(
    RunContext run,
    RunSettings settings,
    RunVariations variations,
    RunInputs inputs,
    TableDirectory tables) {
  private static final Logger LOG = LoggerFactory.getLogger(RunAggregation.class);

  /** Tables that need measured losses; not written by a run that has none. */
  private static final List<RowType<?>> SCALING =
      Stream.concat(ScalingTables.ALL.stream(), AggregationJob.LINKED.stream()).toList();

  /** Tables that aggregation makes of measured fields and evaluations. */
  private static final List<RowType<?>> MADE =
      Stream.concat(Stream.of(Performance.ROWS), AggregationJob.MADE.stream()).toList();

  /**
   * The rows of every table but those of checks and of the run itself.
   *
   * @param varied variations of the plan whose fields are measured
   * @param lease of the warehouse, under which fits are kept
   */
  Rows.InMemory make(VariationPlan varied, WriterLease lease) throws IOException {
    StudyAggregation losses = new StudyAggregation(inputs.losses());
    FitResults fits = fits(losses, lease);
    Rows.InMemory rows = transport(losses.curveFits(fits));
    write(FieldTransport.ROWS, rows);
    ScalingTables.ALL.forEach(type -> carry(type, rows));
    losses.addTo(rows, fits);
    writeIfAny(SCALING, rows);
    vary(varied, rows);
    pool(rows);
    compareMembers(rows);
    for (RowType<?> type : AggregationJob.DERIVED) {
      write(type, rows);
    }
    write(Performance.ROWS, rows);
    return rows;
  }

  /** Fits all losses, as far as the store lacks that. */
  private FitResults fits(StudyAggregation losses, WriterLease lease) throws IOException {
    FitStore store = new FitStore(run.warehouse());
    FitJob job = new FitJob(run.spark(), store, lease, settings.partitions());
    FitResults results = job.run(losses);
    if (job.fitted() > 0) {
      store.tidy(lease);
      LOG.info(
          String.format(
              Locale.ROOT,
              "%d starts, replicates and curves fitted in %.1f s, the others from the store",
              job.fitted(),
              job.seconds()));
    }
    return results;
  }

  /** Measured fields, and what follows from those of each family, on executors if they are many. */
  private Rows.InMemory transport(CurveFits curves) throws IOException {
    List<StoredFile> stored = new MeasurementStore(run.warehouse()).committedFiles();
    String parameters = settings.measure().canonical();
    Rows carried = carried();
    if (!DriverAggregation.suits(inputs.plan(), stored)) {
      return new AggregationJob(run.spark().get(), inputs.plan(), parameters)
          .run(stored, inputs.performance(), curves, carried);
    }
    Rows.InMemory rows =
        new DriverAggregation(inputs.plan(), parameters, run.configuration())
            .run(stored, inputs.performance(), curves)
            .add(Performance.ROWS, inputs.performance());
    MADE.forEach(type -> RunVariations.join(type, carried, rows));
    return rows;
  }

  /** Rows of the tables that aggregation makes, of families that this run does not cover. */
  private Rows carried() {
    Rows.InMemory rows = new Rows.InMemory();
    MADE.forEach(type -> carry(type, rows));
    return rows;
  }

  /** Robustness, if any family has variations. */
  private void vary(VariationPlan varied, Rows.InMemory rows) throws IOException {
    Robustness.TABLES.forEach(type -> carry(type, rows));
    Rows made = variations.rows(inputs.plan(), varied, rows.of(FieldTransport.ROWS));
    Robustness.TABLES.forEach(type -> RunVariations.join(type, made, rows));
    writeIfAny(Robustness.TABLES, rows);
  }

  /** One regression over all steps of each window. */
  private void pool(Rows.InMemory rows) throws IOException {
    carry(PooledExponent.ROWS, rows);
    List<PooledExponent> made =
        PooledExponents.of(run.spark(), inputs.plan().families(), rows.of(FieldTransport.ROWS));
    write(PooledExponent.ROWS, rows.add(PooledExponent.ROWS, made));
  }

  /** Cohorts, if any family is a member of one. */
  private void compareMembers(Rows.InMemory rows) throws IOException {
    List<Cohort> cohorts = inputs.cohorts();
    if (!cohorts.isEmpty()) {
      write(
          CohortSummary.ROWS, rows.add(CohortSummary.ROWS, CohortTables.summaries(cohorts, rows)));
      write(CohortStep.ROWS, rows.add(CohortStep.ROWS, CohortTables.steps(cohorts, rows)));
    }
  }

  /** Adds rows of families that this run does not cover. */
  private <R extends Record> void carry(RowType<R> type, Rows.InMemory rows) {
    Rows.InMemory unused = rows.add(type, inputs.others().rows(type));
  }

  private void writeIfAny(List<RowType<?>> types, Rows rows) throws IOException {
    if (types.stream().anyMatch(type -> !rows.of(type).isEmpty())) {
      for (RowType<?> type : types) {
        write(type, rows);
      }
    }
  }

  private <R extends Record> void write(RowType<R> type, Rows rows) throws IOException {
    tables.write(type, rows.of(type));
  }
}
