package org.gradienttransport.jobs.publish;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.package$;
import org.gradienttransport.jobs.aggregate.AggregationJob;
import org.gradienttransport.jobs.aggregate.DriverAggregation;
import org.gradienttransport.jobs.aggregate.LinkedLosses;
import org.gradienttransport.jobs.aggregate.Robustness;
import org.gradienttransport.jobs.aggregate.cohort.Cohort;
import org.gradienttransport.jobs.aggregate.cohort.CohortTables;
import org.gradienttransport.jobs.aggregate.pooled.PooledExponents;
import org.gradienttransport.jobs.aggregate.scaling.CurveFits;
import org.gradienttransport.jobs.aggregate.scaling.FitJob;
import org.gradienttransport.jobs.aggregate.scaling.FitResults;
import org.gradienttransport.jobs.aggregate.scaling.FitUnit;
import org.gradienttransport.jobs.aggregate.scaling.MeasuredStudy;
import org.gradienttransport.jobs.aggregate.scaling.ScalingTables;
import org.gradienttransport.jobs.aggregate.scaling.StudyAggregation;
import org.gradienttransport.jobs.check.CohortChecks;
import org.gradienttransport.jobs.check.PlanChecks;
import org.gradienttransport.jobs.check.RunChecks;
import org.gradienttransport.jobs.check.ScalingChecks;
import org.gradienttransport.jobs.check.SnapshotChanges;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.jobs.io.TableDirectory;
import org.gradienttransport.jobs.measure.LastMeasuring;
import org.gradienttransport.jobs.measure.Measurer;
import org.gradienttransport.jobs.observe.Phase;
import org.gradienttransport.jobs.observe.Work;
import org.gradienttransport.jobs.performance.Evaluations;
import org.gradienttransport.jobs.plan.Hashes;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.plan.Planner;
import org.gradienttransport.jobs.plan.Unit;
import org.gradienttransport.jobs.plan.UnitWork;
import org.gradienttransport.jobs.plan.VariationPlan;
import org.gradienttransport.jobs.plan.store.FitStore;
import org.gradienttransport.jobs.plan.store.MeasurementStore;
import org.gradienttransport.jobs.present.catalogue.FamilyText;
import org.gradienttransport.jobs.present.html.ReportFile;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.jobs.warehouse.WriterLease;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.CohortStep;
import org.gradienttransport.schemas.rows.CohortSummary;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.Performance;
import org.gradienttransport.schemas.rows.PooledExponent;
import org.gradienttransport.schemas.rows.Run;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plan, measure, aggregate, check, publish, in that order, each step of which a later run can take
 * up: measured waves stay in the store, and a run directory without its marker is never read.
 */
public final class RunPipeline {
  private static final Logger LOG = LoggerFactory.getLogger(RunPipeline.class);

  /** Tables that need measured losses; not written by a run that has none. */
  private static final List<RowType<?>> SCALING =
      Stream.concat(ScalingTables.ALL.stream(), AggregationJob.LINKED.stream()).toList();

  private static final Measurer.Result NOTHING = new Measurer.Result(0, Optional.empty());

  private final RunContext run;
  private final RunSettings settings;
  private final Publisher publisher;
  private final RunVariations variations;

  public RunPipeline(RunContext run, RunSettings settings) {
    this.run = run;
    this.settings = settings;
    this.publisher = new Publisher(run, settings.lease());
    this.variations = new RunVariations(run, settings.measure());
  }

  /** Lists what there is to measure. */
  public Plan plan() {
    return new Planner(run.configuration(), settings.nullReplicates()).plan(settings.families());
  }

  /** What of a plan the store lacks. */
  public List<UnitWork> pending(Plan plan) throws IOException {
    return plan.pending(settings.measure().probe(), new MeasurementStore(run.warehouse()).known());
  }

  /**
   * The variations of the probe that are to be measured of a plan.
   *
   * @param pending what of the plan the store lacks; while it lacks something, the steps of the
   *     variations are those to be expected
   */
  public VariationPlan variations(Plan plan, List<UnitWork> pending) throws IOException {
    return pending.isEmpty() ? variations.plan(plan) : variations.expected(plan);
  }

  /** What of some variations the store lacks, in the order in which it is measured. */
  public List<UnitWork> pending(VariationPlan planned) throws IOException {
    return variations.pending(planned);
  }

  /**
   * Measures what the store lacks, and nothing else.
   *
   * @return relaxations measured
   */
  public long measure() throws IOException {
    return publisher.leased(
        (started, lease) -> {
          Plan plan = planned();
          long baseline = measure(plan, lease).relaxations();
          return baseline + measure(plan, planned(plan), lease).relaxations();
        });
  }

  /** Does everything, and publishes. */
  public RunOutcome run() throws IOException {
    return publisher.published(
        (started, lease) -> {
          Inputs inputs = inputs();
          Measurer.Result done = measure(inputs.plan(), lease);
          if (done.relaxations() == 0) {
            Optional<RunOutcome> past = unchanged(inputs, lease);
            if (past.isPresent()) {
              return past.get();
            }
          }
          VariationPlan varied = planned(inputs.plan());
          Measurer.Result more = measure(inputs.plan(), varied, lease);
          return publish(inputs, varied, done.and(more), started, lease);
        });
  }

  /** Aggregates, checks and publishes what is in the store, without measuring. */
  public RunOutcome aggregate() throws IOException {
    return publisher.published(
        (started, lease) -> {
          Inputs inputs = inputs();
          return publish(inputs, planned(inputs.plan()), NOTHING, started, lease);
        });
  }

  /**
   * Everything that a run reads, the fields' own files aside.
   *
   * @param performance rows of performance
   * @param studies of losses, as read
   * @param others families that readers see and this run does not cover
   */
  private record Inputs(
      Plan plan, List<Performance> performance, List<ReadStudy> studies, OtherFamilies others) {
    /** The losses that are fitted: of every study, and of every family that has some. */
    List<MeasuredStudy> losses() {
      List<MeasuredStudy> losses = new ArrayList<>();
      studies.forEach(study -> losses.add(study.measured()));
      losses.addAll(LinkedLosses.studies(plan, performance));
      return losses;
    }
  }

  /** Families that readers see and this run would not cover. */
  public OtherFamilies others() throws IOException {
    return OtherFamilies.of(run.warehouse(), settings);
  }

  private Inputs inputs() throws IOException {
    Plan plan = planned();
    return new Inputs(plan, performance(plan), studies(), others());
  }

  private List<Performance> performance(Plan plan) throws IOException {
    return during(Phase.AGGREGATE, () -> Evaluations.read(plan, run.configuration()));
  }

  /** Reads the losses of the studies. */
  public List<ReadStudy> studies() throws IOException {
    settings.requireDistinctStudies();
    return settings.studies().isEmpty()
        ? List.of()
        : during(Phase.PLAN, () -> ReadStudy.read(settings.studies(), run.configuration()));
  }

  /** Reads the losses of a plan's families, each of which is a study of its own. */
  public List<MeasuredStudy> familyLosses(Plan plan) throws IOException {
    return LinkedLosses.studies(plan, performance(plan));
  }

  /** Units of fits that the store lacks, as far as they are known before any is fitted. */
  public List<FitUnit> pendingFits(List<MeasuredStudy> losses) throws IOException {
    return FitJob.pending(StudyAggregation.of(losses), new FitStore(run.warehouse()));
  }

  private Plan planned() throws IOException {
    return during(Phase.PLAN, this::plan);
  }

  private <T> T during(Phase stage, Work<T, IOException> work) throws IOException {
    return publisher.during(stage, String.join(", ", settings.names()), work);
  }

  /** The variations of a plan whose fields are measured. */
  private VariationPlan planned(Plan plan) throws IOException {
    return during(Phase.PLAN, () -> variations.plan(plan));
  }

  private Measurer.Result measure(Plan plan, WriterLease lease) throws IOException {
    return during(Phase.MEASURE, () -> measure(plan, pending(plan), lease));
  }

  private Measurer.Result measure(Plan plan, VariationPlan varied, WriterLease lease)
      throws IOException {
    return during(
        Phase.MEASURE, () -> measure(RunVariations.units(plan, varied), pending(varied), lease));
  }

  private Measurer.Result measure(Plan plan, List<UnitWork> work, WriterLease lease)
      throws IOException {
    return work.isEmpty()
        ? NOTHING
        : new Measurer(
                run.spark().get(),
                run.warehouse(),
                settings.measure(),
                settings.waves(),
                settings.partitions())
            .measure(plan, work, lease);
  }

  /**
   * The complete run that already stands for this day with the same inputs, configuration and code,
   * made current if it is not.
   */
  private Optional<RunOutcome> unchanged(Inputs inputs, WriterLease lease) throws IOException {
    String digest = digest(inputs);
    for (RunHistory.Past past : new RunHistory(run.warehouse()).of(settings.asOf())) {
      JsonNode described = past.description();
      if (described.path("inputs_digest").asText().equals(digest)
          && described.path("code_version").asText().equals(RunIdentity.codeVersion())
          && RunRecord.variationsMeasured(described)) {
        RunOutcome.Kind kind = RunOutcome.Kind.STILL_WITHHELD;
        if (!RunRecord.nothingRead(described)) {
          boolean unused = publisher.show(past.runId(), settings.asOf(), lease);
          kind = RunOutcome.Kind.UNCHANGED;
        }
        return Optional.of(new RunOutcome(past.runId(), kind, past.exit(), 0));
      }
    }
    return Optional.empty();
  }

  private RunOutcome publish(
      Inputs inputs,
      VariationPlan varied,
      Measurer.Result measured,
      Instant started,
      WriterLease lease)
      throws IOException {
    LOG.info("aggregating into run {}", run.runId());
    Optional<String> previous = run.warehouse().currentRun();
    TableDirectory tables = publisher.tables();
    Rows.InMemory rows = during(Phase.AGGREGATE, () -> aggregate(inputs, varied, tables, lease));
    Findings findings = during(Phase.CHECK, () -> check(inputs, rows, previous));
    return during(
        Phase.PUBLISH,
        () -> {
          RunRecord record =
              new RunRecord(
                  new RunRecord.Origin(
                      run.runId(),
                      started,
                      measured.relaxations(),
                      pending(varied).stream().mapToLong(one -> one.variants().size()).sum(),
                      previous,
                      package$.MODULE$.SPARK_VERSION()),
                  settings,
                  inputs.plan(),
                  findings,
                  rows.of(FieldTransport.ROWS),
                  inputs.others(),
                  digests(inputs),
                  inputs.studies());
          add(CheckResult.ROWS, findings.all(), rows, tables);
          add(Run.ROWS, List.of(record.row(run.clock().instant())), rows, tables);
          ReportFile.stage(
              run.warehouse(),
              run.runId(),
              rows,
              FamilyText.of(record.json("", run.clock().instant())),
              previous);
          publisher.write(Warehouse.ALERTS, Json.text(Alerts.json(run.runId(), findings)));
          if (measured.record().isPresent()) {
            publisher.write(LastMeasuring.FILE, Json.text(measured.record().get()));
          }
          RunOutcome.Kind kind =
              publisher.complete(
                  settings.asOf(), record.json(digest(inputs), run.clock().instant()), lease);
          return new RunOutcome(run.runId(), kind, record.exitCode(), measured.relaxations());
        });
  }

  private Rows.InMemory aggregate(
      Inputs inputs, VariationPlan varied, TableDirectory tables, WriterLease lease)
      throws IOException {
    StudyAggregation losses = StudyAggregation.of(inputs.losses());
    FitResults fits = fits(losses, lease);
    CurveFits curves = losses.curveFits(fits);
    List<Path> stored = new MeasurementStore(run.warehouse()).committedFiles();
    Rows.InMemory rows =
        DriverAggregation.suits(inputs.plan(), stored)
            ? onDriver(inputs, stored, curves)
            : new AggregationJob(run.spark().get(), inputs.plan(), settings.measure().canonical())
                .run(stored, inputs.performance(), curves, carried(inputs.others()));
    write(FieldTransport.ROWS, rows, tables);
    ScalingTables.ALL.forEach(type -> carry(type, inputs.others(), rows));
    losses.addTo(rows, fits);
    writeScaling(rows, tables);
    vary(inputs, varied, rows, tables);
    pool(inputs, rows, tables);
    List<Cohort> cohorts = cohorts(inputs);
    if (!cohorts.isEmpty()) {
      add(CohortSummary.ROWS, CohortTables.summaries(cohorts, rows), rows, tables);
      add(CohortStep.ROWS, CohortTables.steps(cohorts, rows), rows, tables);
    }
    for (RowType<?> type : AggregationJob.DERIVED) {
      write(type, rows, tables);
    }
    write(Performance.ROWS, rows, tables);
    return rows;
  }

  private static List<Cohort> cohorts(Inputs inputs) {
    return Cohorts.of(inputs.plan().families().values(), inputs.others());
  }

  /** One regression over all steps of each window, and its table. */
  private void pool(Inputs inputs, Rows.InMemory rows, TableDirectory tables) throws IOException {
    carry(PooledExponent.ROWS, inputs.others(), rows);
    List<PooledExponent> made =
        PooledExponents.of(run.spark(), inputs.plan().families(), rows.of(FieldTransport.ROWS));
    add(PooledExponent.ROWS, made, rows, tables);
  }

  /** Fits all losses, as far as the store lacks that. */
  private FitResults fits(StudyAggregation losses, WriterLease lease) throws IOException {
    FitJob job =
        new FitJob(run.spark(), new FitStore(run.warehouse()), lease, settings.partitions());
    FitResults results = job.run(losses);
    if (job.fitted() > 0) {
      LOG.info(
          String.format(
              Locale.ROOT,
              "%d starts, replicates and curves fitted in %.1f s, the others from the store",
              job.fitted(),
              job.seconds()));
    }
    return results;
  }

  /** Writes the tables of scaling, if there are losses. */
  private static void writeScaling(Rows rows, TableDirectory tables) throws IOException {
    if (SCALING.stream().anyMatch(type -> !rows.of(type).isEmpty())) {
      for (RowType<?> type : SCALING) {
        write(type, rows, tables);
      }
    }
  }

  /** Writes the tables of robustness, if any family has variations. */
  private void vary(Inputs inputs, VariationPlan varied, Rows.InMemory rows, TableDirectory tables)
      throws IOException {
    Robustness.TABLES.forEach(type -> carry(type, inputs.others(), rows));
    Rows made = variations.rows(inputs.plan(), varied, rows.of(FieldTransport.ROWS));
    Robustness.TABLES.forEach(type -> join(type, made, rows));
    if (Robustness.TABLES.stream().anyMatch(type -> !rows.of(type).isEmpty())) {
      for (RowType<?> type : Robustness.TABLES) {
        write(type, rows, tables);
      }
    }
  }

  private Rows.InMemory onDriver(Inputs inputs, List<Path> stored, CurveFits curves)
      throws IOException {
    Rows.InMemory rows =
        new DriverAggregation(inputs.plan(), settings.measure().canonical(), run.configuration())
            .run(stored, inputs.performance(), curves);
    Rows carried = carried(inputs.others());
    join(FieldTransport.ROWS, carried, rows);
    AggregationJob.DERIVED.forEach(type -> join(type, carried, rows));
    AggregationJob.LINKED.forEach(type -> join(type, carried, rows));
    return rows.add(Performance.ROWS, inputs.performance())
        .add(Performance.ROWS, carried.of(Performance.ROWS));
  }

  /** Rows of the tables that aggregation makes, of families that this run does not cover. */
  private static Rows carried(OtherFamilies others) {
    Rows.InMemory rows = new Rows.InMemory();
    carry(FieldTransport.ROWS, others, rows);
    carry(Performance.ROWS, others, rows);
    AggregationJob.DERIVED.forEach(type -> carry(type, others, rows));
    AggregationJob.LINKED.forEach(type -> carry(type, others, rows));
    return rows;
  }

  private static <R extends Record> void carry(
      RowType<R> type, OtherFamilies others, Rows.InMemory rows) {
    Rows.InMemory unused = rows.add(type, others.rows(type));
  }

  private static <R extends Record> void join(RowType<R> type, Rows more, Rows.InMemory rows) {
    Rows.InMemory unused = rows.add(type, more.of(type));
  }

  private static <R extends Record> void add(
      RowType<R> type, List<R> made, Rows.InMemory rows, TableDirectory tables) throws IOException {
    write(type, rows.add(type, made), tables);
  }

  private static <R extends Record> void write(RowType<R> type, Rows rows, TableDirectory tables)
      throws IOException {
    tables.write(type, rows.of(type));
  }

  private Findings check(Inputs inputs, Rows rows, Optional<String> previous) throws IOException {
    Plan plan = inputs.plan();
    Optional<Rows> before =
        previous.map(
            id -> new TableDirectory(run.warehouse().fileSystem(), run.warehouse().run(id)));
    SnapshotChanges changes =
        SnapshotChanges.between(
            before, rows, plan.families().keySet(), SnapshotChanges.listed(plan.units()));
    List<CheckResult> checks =
        new ArrayList<>(RunChecks.of(rows, plan.families(), before, changes));
    checks.addAll(PlanChecks.of(plan));
    checks.addAll(CohortChecks.of(cohorts(inputs), rows, plan.families().keySet()));
    checks.addAll(inputs.others().checks());
    Map<String, List<String>> warnings = new HashMap<>();
    inputs.studies().forEach(of -> warnings.put(of.study().name(), of.rows().warnings()));
    for (MeasuredStudy losses : inputs.losses()) {
      checks.addAll(
          ScalingChecks.of(
              losses.name(), rows, before, warnings.getOrDefault(losses.name(), List.of())));
    }
    return new Findings(
        CheckResult.ROWS.sorted(checks), inputs.others().rows(CheckResult.ROWS), changes);
  }

  /** SHA-256 of everything that decides the run's tables: of all families whose rows it has. */
  private String digest(Inputs inputs) {
    Map<String, String> digests = new TreeMap<>(inputs.others().digests());
    digests.putAll(digests(inputs));
    Hashes.Stream all = new Hashes.Stream();
    digests.forEach((family, digest) -> all.add(family).add(digest));
    return all.sha256();
  }

  /** SHA-256 of what decides the rows of each family: configuration and every planned input. */
  private Map<String, String> digests(Inputs inputs) {
    Map<String, Hashes.Stream> digests = new TreeMap<>();
    settings
        .families()
        .forEach(
            family ->
                digests.put(
                    family.name(), new Hashes.Stream().add(settings.configurationHash(family))));
    String parameters = settings.measure().canonical();
    // The plan's order depends on its units alone.
    for (Unit unit : inputs.plan().units()) {
      Hashes.Stream digest = digests.get(unit.family());
      inputs.plan().variants(unit).forEach(v -> digest.add(unit.lookupKey(parameters, v)));
      digest.add(unit.identity()).add(String.valueOf(unit.missing()));
      digest.add(unit.leftOut().toString());
      if (unit.label().onAxis()) {
        digest.add(unit.label().toString());
      }
    }
    // Performance files are read before this, so what they say stands for them.
    inputs.performance().stream()
        .sorted(Comparator.comparing(RunPipeline::text))
        .forEach(row -> digests.get(row.family()).add(text(row)));
    Map<String, String> texts = new TreeMap<>();
    digests.forEach((family, digest) -> texts.put(family, digest.sha256()));
    inputs.studies().forEach(study -> texts.put(study.study().name(), study.digest()));
    return texts;
  }

  private static String text(Performance row) {
    return Arrays.stream(Performance.ROWS.values(row))
        .map(String::valueOf)
        .collect(joining(",", "[", "]"));
  }
}
