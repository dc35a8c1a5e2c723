package org.gradienttransport.jobs.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.aggregate.DriverAggregation;
import org.gradienttransport.jobs.aggregate.FloorRealisation;
import org.gradienttransport.jobs.aggregate.FloorRobustness;
import org.gradienttransport.jobs.aggregate.FloorSummaries;
import org.gradienttransport.jobs.aggregate.Robustness;
import org.gradienttransport.jobs.aggregate.VariedMeasurements;
import org.gradienttransport.jobs.check.FloorChecks;
import org.gradienttransport.jobs.conf.Ladder;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.io.TableDirectory;
import org.gradienttransport.jobs.measure.Measurer;
import org.gradienttransport.jobs.observe.Phase;
import org.gradienttransport.jobs.plan.Hashes;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.plan.Unit;
import org.gradienttransport.jobs.plan.UnitWork;
import org.gradienttransport.jobs.plan.VariationPlan;
import org.gradienttransport.jobs.plan.store.MeasurementStore;
import org.gradienttransport.jobs.plan.store.StoredFile;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.jobs.warehouse.WriterLease;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.NullFloor;
import org.gradienttransport.schemas.rows.NullFloorSummary;
import org.gradienttransport.schemas.vocabulary.FieldStatus;
import org.gradienttransport.schemas.vocabulary.Level;
import org.gradienttransport.schemas.vocabulary.Outcome;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.MethodVersion;
import org.gradienttransport.udfs.robustness.ProbeVariation;

/**
 * Measures null floors into the warehouse's own store, where runs of families of those sizes find
 * them, and publishes them as runs of their own in the warehouse {@code floors} below it: current
 * tables of families and of floors never hide one another.
 */
public final class FloorPipeline {
  /** Folder of a warehouse that is the warehouse of its null floors. */
  public static final String FOLDER = "floors";

  private final RunContext run;
  private final FloorSettings settings;

  public FloorPipeline(RunContext run, FloorSettings settings) {
    this.run = run;
    this.settings = settings;
  }

  /** The warehouse in which a warehouse's null floors are published. */
  public Warehouse published() {
    return Warehouse.at(new Path(run.warehouse().root(), FOLDER).toString(), run.configuration());
  }

  /** Measures what the store lacks, wave by wave, and publishes. */
  public RunOutcome run() throws IOException {
    Plan plan = settings.plan();
    Publisher measuring = new Publisher(run, settings.lease());
    long measured =
        measuring.leased(
            (started, lease) ->
                measuring.during(
                    Phase.MEASURE,
                    "null floors",
                    () -> measure(plan, baseline(plan), lease) + measure(plan, varied(), lease)));
    Publisher publisher = new Publisher(run.in(published()), settings.lease());
    return publisher.published(
        (started, lease) ->
            publisher.during(
                Phase.PUBLISH,
                "null floors",
                () -> publish(plan, measured, started, publisher, lease)));
  }

  private List<UnitWork> baseline(Plan plan) throws IOException {
    return plan.pending(settings.measure().probe(), new MeasurementStore(run.warehouse()).known());
  }

  /** Everything under every variation, one graph after the other: there are no fields to read. */
  private List<UnitWork> varied() throws IOException {
    return variations().units().isEmpty()
        ? List.of()
        : VariationPlan.arranged(
            variations().pending(new MeasurementStore(run.warehouse()).known()), together -> false);
  }

  private VariationPlan variations() {
    return VariationPlan.ofFloors(settings.plan(), settings.variations());
  }

  private long measure(Plan plan, List<UnitWork> work, WriterLease lease) throws IOException {
    return work.isEmpty()
        ? 0
        : new Measurer(
                run.spark().get(), run.warehouse(), settings.measure(), FloorSettings.WAVES, 0)
            .measure(plan, work, lease)
            .relaxations();
  }

  private RunOutcome publish(
      Plan plan, long measured, Instant started, Publisher publisher, WriterLease lease)
      throws IOException {
    List<StoredFile> stored = new MeasurementStore(run.warehouse()).committedFiles();
    Map<ProbeVariation, Map<FieldTransport.FieldKey, FieldTransport>> fields = new TreeMap<>();
    new DriverAggregation(plan, settings.measure().canonical(), run.configuration())
        .joined(stored)
        .forEach(one -> put(ProbeVariation.BASELINE, one.field(), fields));
    VariedMeasurements.of(variations(), stored, run.configuration())
        .forEach(one -> put(one.variation(), one.field(), fields));
    List<NullFloor> floors = new ArrayList<>();
    List<NullFloorSummary> summaries = new ArrayList<>();
    List<CheckResult> checks = new ArrayList<>();
    Rows.InMemory robustness = new Rows.InMemory();
    for (Ladder ladder : settings.ladders()) {
      Map<ProbeVariation, List<FloorRealisation>> varied = new TreeMap<>();
      fields.forEach((probe, of) -> varied.put(probe, realisations(ladder, plan, of)));
      List<FloorRealisation> realisations = varied.get(ProbeVariation.BASELINE);
      if (!settings.variations().isEmpty()) {
        Rows made = FloorRobustness.of(ladder, settings.variations(), varied);
        Robustness.TABLES.forEach(type -> RunVariations.join(type, made, robustness));
      }
      realisations.forEach(one -> floors.add(one.row()));
      summaries.addAll(FloorSummaries.of(ladder, realisations));
      checks.addAll(FloorChecks.of(ladder, realisations));
    }
    TableDirectory tables = publisher.tables();
    tables.write(NullFloor.ROWS, floors);
    tables.write(NullFloorSummary.ROWS, summaries);
    tables.write(CheckResult.ROWS, checks);
    if (!settings.variations().isEmpty()) {
      for (RowType<?> type : Robustness.TABLES) {
        write(type, robustness, tables);
      }
    }
    ExitCode exit = exit(checks);
    RunOutcome.Kind kind =
        publisher.complete(settings.asOf(), description(exit, started, measured), lease);
    return new RunOutcome(run.runId(), kind, exit, measured);
  }

  private static void put(
      ProbeVariation probe,
      FieldTransport field,
      Map<ProbeVariation, Map<FieldTransport.FieldKey, FieldTransport>> fields) {
    fields.computeIfAbsent(probe, any -> new HashMap<>()).put(field.key(), field);
  }

  private static <R extends Record> void write(RowType<R> type, Rows rows, TableDirectory tables)
      throws IOException {
    tables.write(type, rows.of(type));
  }

  private static ExitCode exit(List<CheckResult> checks) {
    return checks.stream()
            .anyMatch(check -> check.status() == Outcome.FAIL && check.level() == Level.ERROR)
        ? ExitCode.CHECK_FAILED
        : ExitCode.OK;
  }

  private List<FloorRealisation> realisations(
      Ladder ladder, Plan plan, Map<FieldTransport.FieldKey, FieldTransport> fields) {
    List<FloorRealisation> realisations = new ArrayList<>();
    for (long step : settings.steps()) {
      Unit smallest = Unit.ofSize(ladder.name(), ladder.nodes().get(0), step);
      for (FieldVariant variant : plan.variants(smallest)) {
        List<FieldTransport> measured =
            ladder.nodes().stream()
                .map(nodes -> fields.get(Unit.ofSize(ladder.name(), nodes, step).key(variant)))
                .filter(field -> field.status() == FieldStatus.OK)
                .toList();
        realisations.add(FloorRealisation.of(ladder, step, variant, measured));
      }
    }
    return realisations;
  }

  private ObjectNode description(ExitCode exit, Instant started, long measured) {
    ObjectNode json =
        RunIdentity.json(run.runId(), settings.asOf(), exit)
            .put("kind", "null_floors")
            .put("started_at", started.toString())
            .put("finished_at", run.clock().instant().toString())
            .put("code_version", RunIdentity.codeVersion())
            .put("method_version", MethodVersion.CURRENT)
            .put("inputs_digest", Hashes.sha256(settings.canonical()))
            .put("steps", settings.steps().toString())
            .put("replicates", settings.replicates())
            .put("measured", measured)
            .put("previous_run_id", published().currentRun().orElse(null));
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
