package org.gradienttransport.jobs.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.gradienttransport.jobs.measure.BackendChoice;
import org.gradienttransport.jobs.measure.Estimate;
import org.gradienttransport.jobs.measure.ExecutorShape;
import org.gradienttransport.jobs.measure.MeasureReport;
import org.gradienttransport.jobs.measure.Measurer;
import org.gradienttransport.jobs.measure.MeasuringRecord;
import org.gradienttransport.jobs.observe.RunMetrics;
import org.gradienttransport.jobs.observe.RunStage;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.plan.UnitWork;
import org.gradienttransport.jobs.publish.Warehouse;
import org.gradienttransport.jobs.publish.WriterLease;
import org.gradienttransport.jobs.store.MeasurementStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run's measuring: what of the plan the store lacks, and how long that takes. */
record Measuring(SparkSession spark, Warehouse warehouse, RunSettings settings) {
  private static final Logger LOG = LoggerFactory.getLogger(Measuring.class);

  /**
   * What was done.
   *
   * @param relaxations measured
   * @param record how it went, for the run's directory; empty when nothing was measured
   */
  record Done(long relaxations, Optional<JsonNode> record) {}

  /** What of a plan the store lacks. */
  List<UnitWork> pending(Plan plan) throws IOException {
    MeasurementStore store = new MeasurementStore(spark, warehouse);
    // A file that could not be read is tried again; a damaged one stays damaged.
    return plan.pending(settings.measure().canonical(), store.keys("status <> 'unreadable'"));
  }

  /** Measures that, estimating it first. */
  Done measure(Plan plan, WriterLease lease) throws IOException {
    RunStage.describe(spark, "Looking up what is measured");
    List<UnitWork> work = pending(plan);
    RunMetrics.ofProcess().planned(plan.units().size(), work.size());
    LOG.info(
        "{} units planned, {} of them to measure; the store has the rest",
        plan.units().size(),
        work.size());
    requireBackend(work);
    ExecutorShape shape = ExecutorShape.of(spark.sparkContext());
    MeasuringRecord last = MeasuringRecord.of(warehouse);
    Estimate estimate =
        last.estimate(
            work,
            settings.waves().cut(work).size(),
            settings.measure(),
            shape,
            spark.sparkContext().defaultParallelism());
    MeasureReport report =
        new Measurer(
                spark, new MeasurementStore(spark, warehouse), settings.measure(), plan.families())
            .measure(work, settings.waves(), settings.partitions(), lease);
    if (report.rows() == 0) {
      return new Done(0, Optional.empty());
    }
    LOG.info("{}", report.text());
    return new Done(
        report.rows(),
        Optional.of(last.save(warehouse, report, estimate, settings.measure(), shape)));
  }

  /** Where driver and executor are one process, an absent device is said before any work. */
  private void requireBackend(List<UnitWork> work) {
    if (!work.isEmpty() && spark.sparkContext().isLocal()) {
      BackendChoice.open(settings.measure()).close();
    }
  }
}
