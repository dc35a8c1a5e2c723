package org.gradienttransport.jobs.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.gradienttransport.jobs.aggregate.FamilyTables;
import org.gradienttransport.jobs.aggregate.FieldTable;
import org.gradienttransport.jobs.aggregate.StepTables;
import org.gradienttransport.jobs.check.Finding;
import org.gradienttransport.jobs.check.RunChecks;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.jobs.io.SmallFiles;
import org.gradienttransport.jobs.measure.BackendChoice;
import org.gradienttransport.jobs.measure.Measurer;
import org.gradienttransport.jobs.performance.PerformanceExponents;
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
import org.gradienttransport.schemas.ClosureCheck;
import org.gradienttransport.schemas.Compressibility;
import org.gradienttransport.schemas.FieldTransport;
import org.gradienttransport.schemas.NullContrast;
import org.gradienttransport.schemas.Performance;
import org.gradienttransport.schemas.PerformanceAssociation;
import org.gradienttransport.schemas.PerformanceExponent;
import org.gradienttransport.schemas.Run;
import org.gradienttransport.schemas.StepwiseExponent;
import org.gradienttransport.schemas.WindowSummary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plan, measure, aggregate, check, publish, in that order, each step of which a later run can take
 * up: measured waves stay in the store, and a run directory without its marker is never read.
 */
public final class RunPipeline {
  private static final Logger LOG = LoggerFactory.getLogger(RunPipeline.class);

  /** Rows of field_transport per file; its rows are about 400 bytes in Parquet. */
  private static final long ROWS_PER_FILE = 1_000_000;

  private final SparkSession spark;
  private final Warehouse warehouse;
  private final RunSettings settings;
  private final Clock clock;

  public RunPipeline(SparkSession spark, Warehouse warehouse, RunSettings settings, Clock clock) {
    this.spark = spark;
    this.warehouse = warehouse;
    this.settings = settings;
    this.clock = clock;
  }

  /** Lists what there is to measure. */
  public Plan plan() {
    return new Planner(spark.sparkContext().hadoopConfiguration(), settings.nullReplicates())
        .plan(settings.families());
  }

  /** What of a plan the store lacks. */
  public List<UnitWork> pending(Plan plan) throws IOException {
    MeasurementStore store = new MeasurementStore(spark, warehouse);
    Set<String> measured =
        new HashSet<>(
            store
                .rows()
                // A file that could not be read is tried again; a damaged one stays damaged.
                .where("status <> 'unreadable'")
                .select(MeasurementStore.LOOKUP_KEY)
                .as(Encoders.STRING())
                .collectAsList());
    return plan.pending(settings.measure().canonical(), measured::contains);
  }

  /**
   * Measures what the store lacks, and nothing else.
   *
   * @return relaxations measured
   */
  public long measure() throws IOException {
    try (WriterLease lease = acquireLease()) {
      return measure(plan(), lease);
    }
  }

  /** Does everything, and publishes. */
  public RunOutcome run() throws IOException {
    Instant started = clock.instant();
    try (WriterLease lease = acquireLease()) {
      Plan plan = plan();
      long measured = measure(plan, lease);
      List<Row> performance = PerformanceTable.read(spark, plan);
      Optional<RunOutcome> current = unchanged(plan, performance, measured);
      if (current.isPresent()) {
        return current.get();
      }
      return publish(plan, performance, measured, started, lease);
    }
  }

  /** Aggregates, checks and publishes what is in the store, without measuring. */
  public RunOutcome aggregate() throws IOException {
    Instant started = clock.instant();
    try (WriterLease lease = acquireLease()) {
      Plan plan = plan();
      return publish(plan, PerformanceTable.read(spark, plan), 0, started, lease);
    }
  }

  private WriterLease acquireLease() throws IOException {
    return WriterLease.acquire(
        warehouse, "gradient-transport on " + RunRecord.host(), settings.lease(), clock);
  }

  private long measure(Plan plan, WriterLease lease) throws IOException {
    List<UnitWork> work = pending(plan);
    LOG.info(
        "{} units planned, {} of them to measure; the store has the rest",
        plan.units().size(),
        work.size());
    requireBackend(work);
    MeasurementStore store = new MeasurementStore(spark, warehouse);
    return new Measurer(spark, store, settings.measure(), plan.families())
        .measure(work, settings.waves(), settings.partitions(), lease);
  }

  /** Where driver and executor are one process, an absent device is said before any work. */
  private void requireBackend(List<UnitWork> work) {
    if (!work.isEmpty() && spark.sparkContext().isLocal()) {
      BackendChoice.open(settings.measure()).close();
    }
  }

  private Optional<RunOutcome> unchanged(Plan plan, List<Row> performance, long measured)
      throws IOException {
    Optional<String> current = warehouse.currentRun();
    if (measured > 0 || current.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> text = warehouse.runDescription(current.get());
    if (text.isEmpty()) {
      return Optional.empty();
    }
    JsonNode description = Json.parse(text.get(), current.get());
    boolean same =
        description.path("inputs_digest").asText().equals(inputsDigest(plan, performance))
            && description.path("as_of").asText().equals(settings.asOf().toString())
            && description.path("code_version").asText().equals(RunRecord.codeVersion());
    if (!same) {
      return Optional.empty();
    }
    ExitCode exitCode = ExitCode.valueOf(description.path("exit").asText());
    return Optional.of(new RunOutcome(current.get(), RunOutcome.Kind.UNCHANGED, exitCode, 0));
  }

  private RunOutcome publish(
      Plan plan, List<Row> performance, long measured, Instant started, WriterLease lease)
      throws IOException {
    String digest = inputsDigest(plan, performance);
    String runId = RunRecord.id(started, digest, lease.token());
    LOG.info("aggregating into run {}", runId);
    RunTables tables = new RunTables(spark, warehouse.run(runId));
    stageTables(plan, performance, tables);
    List<Finding> findings = RunChecks.of(tables, plan.families(), previousWindows());
    tables.stage(CheckResult.TABLE, findings.stream().map(Finding::row).toList());
    RunRecord record =
        RunRecord.of(
            tables, settings, plan, findings, runId, started, measured, warehouse.currentRun());
    tables.stage(Run.TABLE, List.of(record.row(clock.instant())));
    ReportFile.stage(
        spark, warehouse, runId, FamilyText.of(plan.families().values()), warehouse.currentRun());
    lease.requireHeld();
    write(runId, Warehouse.ALERTS, Alerts.json(runId, findings));
    write(runId, Warehouse.RUN_MARKER, record.json(digest, findings, clock.instant()));
    lease.requireHeld();
    warehouse.pointTo(runId);
    return new RunOutcome(runId, RunOutcome.Kind.PUBLISHED, record.exitCode(), measured);
  }

  private void write(String runId, String file, JsonNode content) throws IOException {
    SmallFiles.createNew(
        warehouse.fileSystem(), new Path(warehouse.run(runId), file), Json.text(content));
  }

  private Optional<Path> previousWindows() throws IOException {
    Optional<Path> table =
        warehouse.currentRun().map(run -> warehouse.table(run, WindowSummary.TABLE.name()));
    return table.isPresent() && warehouse.fileSystem().exists(table.get())
        ? table
        : Optional.empty();
  }

  private void stageTables(Plan plan, List<Row> performance, RunTables tables) throws IOException {
    SparkSession session = tables.session();
    MeasurementStore store = new MeasurementStore(session, warehouse);
    Dataset<Row> fields =
        FieldTable.of(session, plan, store.rows(), settings.measure().canonical());
    int files = (int) (plan.relaxations() / ROWS_PER_FILE + 1);
    tables.stage(FieldTransport.TABLE, fields, files);

    StepTables steps = new StepTables(tables.rows(FieldTransport.TABLE), plan.families());
    tables.stage(StepwiseExponent.TABLE, steps.stepwiseExponents(), 1);
    tables.stage(ClosureCheck.TABLE, steps.closureChecks(), 1);
    tables.stage(Compressibility.TABLE, steps.compressibilities(), 1);

    FamilyTables families =
        FamilyTables.of(
            tables.rows(FieldTransport.TABLE),
            tables.rows(StepwiseExponent.TABLE),
            plan.families());
    tables.stage(WindowSummary.TABLE, families.windowSummaries(), 1);
    tables.stage(NullContrast.TABLE, families.nullContrasts(), 1);
    stagePerformance(performance, plan, families, tables);
  }

  private static void stagePerformance(
      List<Row> performance, Plan plan, FamilyTables families, RunTables tables) {
    tables.stage(Performance.TABLE, performance);
    Dataset<Row> read = tables.rows(Performance.TABLE);
    tables.stage(PerformanceExponent.TABLE, PerformanceExponents.of(read, plan.families()), 1);
    tables.stage(
        PerformanceAssociation.TABLE,
        families.performanceAssociations(read, tables.rows(PerformanceExponent.TABLE)),
        1);
  }

  /** SHA-256 of everything that decides the run's tables: configuration and every planned input. */
  private String inputsDigest(Plan plan, List<Row> performance) {
    String parameters = settings.measure().canonical();
    TreeSet<String> inputs = new TreeSet<>();
    for (Unit unit : plan.units()) {
      plan.variants(unit).forEach(v -> inputs.add(unit.lookupKey(parameters, v)));
      inputs.add(unit.identity() + "|" + unit.missing());
    }
    // Performance files are read before this, so what they say stands for them.
    performance.forEach(row -> inputs.add(row.toString()));
    return Hashes.sha256(settings.configurationHash() + "|" + String.join("|", inputs));
  }
}
