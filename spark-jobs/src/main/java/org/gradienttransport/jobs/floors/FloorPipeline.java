package org.gradienttransport.jobs.floors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.gradienttransport.jobs.check.Finding;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.jobs.io.SmallFiles;
import org.gradienttransport.jobs.measure.Measurer;
import org.gradienttransport.jobs.observe.RunLog;
import org.gradienttransport.jobs.observe.RunStage;
import org.gradienttransport.jobs.observe.Stage;
import org.gradienttransport.jobs.observe.Work;
import org.gradienttransport.jobs.plan.Hashes;
import org.gradienttransport.jobs.plan.UnitWork;
import org.gradienttransport.jobs.publish.Warehouse;
import org.gradienttransport.jobs.publish.WriterLease;
import org.gradienttransport.jobs.run.RunIdentity;
import org.gradienttransport.jobs.store.MeasurementStore;
import org.gradienttransport.jobs.tables.RunTables;
import org.gradienttransport.schemas.CheckResult;
import org.gradienttransport.schemas.NullFloor;
import org.gradienttransport.schemas.NullFloorSummary;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.MethodVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures null floors into the warehouse's own store, where runs of families of those sizes find
 * them, and publishes them as runs of their own in the warehouse {@code floors} below it: current
 * tables of families and of floors never hide one another.
 */
public final class FloorPipeline {
  private static final Logger LOG = LoggerFactory.getLogger(FloorPipeline.class);

  /** Folder of a warehouse that is the warehouse of its null floors. */
  public static final String FOLDER = "floors";

  private final SparkSession spark;
  private final Warehouse warehouse;
  private final Warehouse published;
  private final FloorSettings settings;
  private final FloorPlan plan;
  private final Clock clock;
  private final String runId;

  public FloorPipeline(
      SparkSession spark, Warehouse warehouse, FloorSettings settings, Clock clock) {
    this(spark, warehouse, settings, clock, RunIdentity.fresh(clock.instant()));
  }

  /**
   * A pipeline whose run is named.
   *
   * @param runId see {@link RunIdentity#fresh}
   */
  public FloorPipeline(
      SparkSession spark, Warehouse warehouse, FloorSettings settings, Clock clock, String runId) {
    this.spark = spark;
    this.warehouse = warehouse;
    this.published = floors(warehouse, spark);
    this.settings = settings;
    this.plan = new FloorPlan(settings);
    this.clock = clock;
    this.runId = runId;
  }

  /** The warehouse in which a warehouse's null floors are published. */
  public static Warehouse floors(Warehouse warehouse, SparkSession spark) {
    return Warehouse.at(
        new Path(warehouse.root(), FOLDER).toString(), spark.sparkContext().hadoopConfiguration());
  }

  /**
   * Measures what the store lacks, wave by wave, and publishes.
   *
   * @return the tables, complete
   */
  public RunTables run() throws IOException {
    return RunLog.during(runId, this::measureAndPublish);
  }

  private RunTables measureAndPublish() throws IOException {
    Instant started = clock.instant();
    String owner = "gradient-transport floors on " + RunIdentity.host();
    try (WriterLease lease = WriterLease.acquire(warehouse, owner, settings.lease(), clock)) {
      long measured = during(Stage.MEASURE, () -> measure(lease));
      try (WriterLease own = WriterLease.acquire(published, owner, settings.lease(), clock)) {
        return during(Stage.PUBLISH, () -> publish(measured, started, own));
      }
    }
  }

  private <T> T during(Stage stage, Work<T, IOException> work) throws IOException {
    return RunStage.during(spark, runId, stage, "null floors", work);
  }

  private long measure(WriterLease lease) throws IOException {
    MeasurementStore store = new MeasurementStore(spark, warehouse);
    Set<String> known =
        new HashSet<>(
            store.rows().select(MeasurementStore.LOOKUP_KEY).as(Encoders.STRING()).collectAsList());
    List<UnitWork> work = plan.pending(known::contains);
    LOG.info("{} sizes and steps to measure; the store has the rest", work.size());
    return new Measurer(spark, store, settings.measure(), Map.of())
        .measure(work, FloorSettings.WAVES, 0, lease)
        .rows();
  }

  private RunTables publish(long measured, Instant started, WriterLease lease) throws IOException {
    String digest = Hashes.sha256(settings.canonical());
    RunTables tables = new RunTables(spark, published.run(runId));
    Map<String, Row> stored = stored();
    List<Row> floors = new ArrayList<>();
    List<Row> summaries = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    for (Ladder ladder : settings.ladders()) {
      List<Realisation> realisations = realisations(ladder, stored);
      realisations.forEach(one -> floors.add(one.row()));
      summaries.addAll(FloorSummaries.rows(ladder, realisations));
      findings.addAll(FloorChecks.of(ladder, realisations));
    }
    tables.stage(NullFloor.TABLE, floors);
    tables.stage(NullFloorSummary.TABLE, summaries);
    tables.stage(CheckResult.TABLE, findings.stream().map(Finding::row).toList());
    lease.requireHeld();
    SmallFiles.createNew(
        published.fileSystem(),
        new Path(published.run(runId), Warehouse.RUN_MARKER),
        Json.text(description(digest, started, measured)));
    lease.requireHeld();
    published.pointTo(runId);
    return tables;
  }

  /** Stored realisations by lookup key. */
  private Map<String, Row> stored() throws IOException {
    List<String> wanted = new ArrayList<>();
    for (Ladder ladder : settings.ladders()) {
      for (long nodes : ladder.nodes()) {
        for (long step : settings.steps()) {
          plan.variants(step).forEach(variant -> wanted.add(plan.lookupKey(nodes, step, variant)));
        }
      }
    }
    Map<String, Row> stored = new TreeMap<>();
    new MeasurementStore(spark, warehouse)
        .rows()
        .where("status = 'ok'")
        .join(
            spark.createDataset(wanted, Encoders.STRING()).toDF("wanted").distinct(),
            org.apache.spark.sql.functions.expr(MeasurementStore.LOOKUP_KEY + " = wanted"),
            "left_semi")
        .collectAsList()
        .forEach(row -> stored.put(row.getAs(MeasurementStore.LOOKUP_KEY), row));
    return stored;
  }

  private List<Realisation> realisations(Ladder ladder, Map<String, Row> stored) {
    List<Realisation> realisations = new ArrayList<>();
    for (long step : settings.steps()) {
      for (FieldVariant variant : plan.variants(step)) {
        List<Row> fields = new ArrayList<>();
        for (long nodes : ladder.nodes()) {
          Row field = stored.get(plan.lookupKey(nodes, step, variant));
          if (field != null) {
            fields.add(field);
          }
        }
        realisations.add(Realisation.of(ladder, step, variant, fields));
      }
    }
    return realisations;
  }

  private ObjectNode description(String digest, Instant started, long measured) {
    ObjectNode json =
        Json.object()
            .put("run_id", runId)
            .put("kind", "null_floors")
            .put("as_of", settings.asOf().toString())
            .put("exit", ExitCode.OK.name())
            .put("exit_code", ExitCode.OK.code())
            .put("started_at", started.toString())
            .put("finished_at", clock.instant().toString())
            .put("code_version", RunIdentity.codeVersion())
            .put("method_version", MethodVersion.CURRENT)
            .put("inputs_digest", digest)
            .put("steps", settings.steps().toString())
            .put("replicates", settings.replicates())
            .put("measured", measured)
            .put("previous_run_id", published.currentRun().orElse(null));
    settings
        .ladders()
        .forEach(
            ladder ->
                json.withArray("ladders")
                    .addObject()
                    .put("name", ladder.name())
                    .put("nodes", ladder.nodes().toString()));
    return json;
  }
}
