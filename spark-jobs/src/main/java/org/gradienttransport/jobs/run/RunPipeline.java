package org.gradienttransport.jobs.run;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.gradienttransport.jobs.check.PreviousRun;
import org.gradienttransport.jobs.check.RunChecks;
import org.gradienttransport.jobs.check.SnapshotChanges;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.jobs.io.SmallFiles;
import org.gradienttransport.jobs.measure.MeasuringRecord;
import org.gradienttransport.jobs.observe.RunLog;
import org.gradienttransport.jobs.observe.RunMetrics;
import org.gradienttransport.jobs.observe.RunStage;
import org.gradienttransport.jobs.observe.Stage;
import org.gradienttransport.jobs.observe.Work;
import org.gradienttransport.jobs.performance.PerformanceTable;
import org.gradienttransport.jobs.plan.Hashes;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.plan.Planner;
import org.gradienttransport.jobs.plan.Unit;
import org.gradienttransport.jobs.plan.UnitWork;
import org.gradienttransport.jobs.publish.Warehouse;
import org.gradienttransport.jobs.publish.WriterLease;
import org.gradienttransport.jobs.report.html.FamilyText;
import org.gradienttransport.jobs.report.html.ReportFile;
import org.gradienttransport.jobs.store.MeasurementStore;
import org.gradienttransport.jobs.tables.RunTables;
import org.gradienttransport.schemas.CheckResult;
import org.gradienttransport.schemas.Run;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plan, measure, aggregate, check, publish, in that order, each step of which a later run can take
 * up: measured waves stay in the store, and a run directory without its marker is never read.
 */
public final class RunPipeline {
  private static final Logger LOG = LoggerFactory.getLogger(RunPipeline.class);

  /** Nothing a run does takes so long between two of Spark's tasks. */
  public static final Duration LONGEST_STALL = Duration.ofHours(2);

  private final SparkSession spark;
  private final Warehouse warehouse;
  private final RunSettings settings;
  private final Clock clock;
  private final String runId;
  private Optional<JsonNode> measuring = Optional.empty();
  private Duration giveUpAfter = LONGEST_STALL;

  /** A pipeline whose run gets a name of its own. */
  public RunPipeline(SparkSession spark, Warehouse warehouse, RunSettings settings, Clock clock) {
    this(spark, warehouse, settings, clock, RunIdentity.fresh(clock.instant()));
  }

  /**
   * A pipeline whose run is named.
   *
   * @param runId see {@link RunIdentity#fresh}
   */
  public RunPipeline(
      SparkSession spark, Warehouse warehouse, RunSettings settings, Clock clock, String runId) {
    this.spark = spark;
    this.warehouse = warehouse;
    this.settings = settings;
    this.clock = clock;
    this.runId = runId;
  }

  /** Ends the run with exit code 75 when nothing has moved for so long; zero to wait for ever. */
  public RunPipeline givingUpAfter(Duration stall) {
    giveUpAfter = stall;
    return this;
  }

  /** Lists what there is to measure. */
  public Plan plan() {
    return new Planner(spark.sparkContext().hadoopConfiguration(), settings.nullReplicates())
        .plan(settings.families());
  }

  /** What of a plan the store lacks. */
  public List<UnitWork> pending(Plan plan) throws IOException {
    return new Measuring(spark, warehouse, settings).pending(plan);
  }

  /**
   * Measures what the store lacks, and nothing else.
   *
   * @return relaxations measured
   */
  public long measure() throws IOException {
    return watched(
        () -> {
          try (WriterLease lease = acquireLease()) {
            return measure(planned(), lease);
          }
        });
  }

  /** Does everything, and publishes. */
  public RunOutcome run() throws IOException {
    return published(
        (started, lease) -> {
          Plan plan = planned();
          long measured = measure(plan, lease);
          List<Row> performance = performance(plan);
          RunOutcome past = unchanged(plan, performance, measured, lease);
          return past == null ? publish(plan, performance, measured, started, lease) : past;
        });
  }

  /** Aggregates, checks and publishes what is in the store, without measuring. */
  public RunOutcome aggregate() throws IOException {
    return published(
        (started, lease) -> {
          Plan plan = planned();
          return publish(plan, performance(plan), 0, started, lease);
        });
  }

  /** What makes a run, from its start and under its lease. */
  private interface Publishing {
    RunOutcome run(Instant started, WriterLease lease) throws IOException;
  }

  private RunOutcome published(Publishing work) throws IOException {
    Instant started = clock.instant();
    RunMetrics.ofProcess().begin();
    return watched(
        () -> {
          try (WriterLease lease = acquireLease()) {
            refuseTakenId();
            RunOutcome outcome = work.run(started, lease);
            RunMetrics.ofProcess().end(outcome.exitCode().code());
            return outcome;
          }
        });
  }

  private <T> T watched(Work<T, IOException> work) throws IOException {
    return StallGuard.watch(spark.sparkContext(), giveUpAfter, () -> RunLog.during(runId, work));
  }

  /** Run directories are never written twice. */
  private void refuseTakenId() throws IOException {
    if (warehouse.fileSystem().exists(warehouse.run(runId))) {
      throw new JobException(
          ExitCode.CANNOT_WRITE,
          "There is a run "
              + runId
              + " already, complete or abandoned. Give the run another name.");
    }
  }

  private <T> T during(Stage stage, Work<T, IOException> work) throws IOException {
    String families =
        settings.families().stream().map(Family::name).sorted().collect(joining(", "));
    return RunStage.during(spark, runId, stage, families, work);
  }

  private Plan planned() throws IOException {
    return during(Stage.PLAN, this::plan);
  }

  private List<Row> performance(Plan plan) throws IOException {
    return during(Stage.AGGREGATE, () -> PerformanceTable.read(spark, plan));
  }

  private WriterLease acquireLease() throws IOException {
    return WriterLease.acquire(
        warehouse, "gradient-transport on " + RunRecord.host(), settings.lease(), clock);
  }

  private long measure(Plan plan, WriterLease lease) throws IOException {
    return during(
        Stage.MEASURE,
        () -> {
          Measuring.Done done = new Measuring(spark, warehouse, settings).measure(plan, lease);
          measuring = done.record();
          return done.relaxations();
        });
  }

  /**
   * The complete run that already stands for this day with the same inputs, configuration and code,
   * made current if it is not; null when there is none.
   */
  private RunOutcome unchanged(Plan plan, List<Row> performance, long measured, WriterLease lease)
      throws IOException {
    if (measured > 0) {
      return null;
    }
    String digest = inputsDigest(plan, performance);
    for (RunHistory.Past past : new RunHistory(warehouse).of(settings.asOf())) {
      JsonNode described = past.description();
      if (described.path("inputs_digest").asText().equals(digest)
          && described.path("code_version").asText().equals(RunRecord.codeVersion())) {
        makeCurrent(past.runId(), lease);
        return new RunOutcome(past.runId(), RunOutcome.Kind.UNCHANGED, past.exit(), 0);
      }
    }
    return null;
  }

  private RunOutcome publish(
      Plan plan, List<Row> performance, long measured, Instant started, WriterLease lease)
      throws IOException {
    String digest = inputsDigest(plan, performance);
    LOG.info("aggregating into run {}", runId);
    Optional<String> previous = warehouse.currentRun();
    RunTables tables = new RunTables(spark, warehouse.run(runId));
    during(
        Stage.AGGREGATE,
        () ->
            Aggregation.stage(
                plan,
                performance,
                new MeasurementStore(spark, warehouse),
                settings.measure().canonical(),
                tables));
    Findings findings = during(Stage.CHECK, () -> check(plan, tables, previous));
    return during(
        Stage.PUBLISH,
        () -> {
          tables.stage(CheckResult.TABLE, findings.rows());
          RunRecord record =
              RunRecord.of(tables, settings, plan, findings, runId, started, measured, previous);
          tables.stage(Run.TABLE, List.of(record.row(clock.instant())));
          ReportFile.stage(
              spark, warehouse, runId, FamilyText.of(plan.families().values()), previous);
          lease.requireHeld();
          write(runId, Warehouse.ALERTS, Alerts.json(runId, findings));
          if (measuring.isPresent()) {
            write(runId, MeasuringRecord.FILE, measuring.get());
          }
          write(runId, Warehouse.RUN_MARKER, record.json(digest, clock.instant()));
          RunOutcome.Kind kind =
              makeCurrent(runId, lease) ? RunOutcome.Kind.PUBLISHED : RunOutcome.Kind.BACKFILLED;
          return new RunOutcome(runId, kind, record.exitCode(), measured);
        });
  }

  private Findings check(Plan plan, RunTables tables, Optional<String> previous)
      throws IOException {
    PreviousRun before = PreviousRun.of(warehouse, previous);
    SnapshotChanges changes = SnapshotChanges.between(before, tables, plan);
    return new Findings(RunChecks.of(tables, plan.families(), before, changes), changes);
  }

  /**
   * Shows a complete run to readers, unless they see one that stands for a later day.
   *
   * @return whether readers see it
   */
  private boolean makeCurrent(String complete, WriterLease lease) throws IOException {
    lease.requireHeld();
    Optional<RunHistory.Past> current = new RunHistory(warehouse).current();
    if (current.isPresent() && current.get().asOf().isAfter(settings.asOf())) {
      LOG.info(
          "readers keep seeing run {}, which stands for the later day {}",
          current.get().runId(),
          current.get().asOf());
      return false;
    }
    if (current.isEmpty() || !current.get().runId().equals(complete)) {
      warehouse.pointTo(complete);
    }
    return true;
  }

  private void write(String runId, String file, JsonNode content) throws IOException {
    SmallFiles.createNew(
        warehouse.fileSystem(), new Path(warehouse.run(runId), file), Json.text(content));
  }

  /** SHA-256 of everything that decides the run's tables: configuration and every planned input. */
  private String inputsDigest(Plan plan, List<Row> performance) {
    String parameters = settings.measure().canonical();
    Hashes.Stream digest = new Hashes.Stream().add(settings.configurationHash());
    // The plan's order depends on its units alone.
    for (Unit unit : plan.units()) {
      plan.variants(unit).forEach(v -> digest.add(unit.lookupKey(parameters, v)));
      digest.add(unit.identity()).add(String.valueOf(unit.missing()));
    }
    // Performance files are read before this, so what they say stands for them.
    performance.stream().map(Row::toString).sorted().forEach(digest::add);
    return digest.sha256();
  }
}
