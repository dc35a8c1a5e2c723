package org.gradienttransport.jobs.publish;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.package$;
import org.gradienttransport.jobs.aggregate.LinkedLosses;
import org.gradienttransport.jobs.aggregate.scaling.FitJob;
import org.gradienttransport.jobs.aggregate.scaling.FitUnit;
import org.gradienttransport.jobs.aggregate.scaling.MeasuredStudy;
import org.gradienttransport.jobs.aggregate.scaling.StudyAggregation;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.jobs.io.TableDirectory;
import org.gradienttransport.jobs.measure.LastMeasuring;
import org.gradienttransport.jobs.measure.Measurer;
import org.gradienttransport.jobs.observe.Phase;
import org.gradienttransport.jobs.observe.Work;
import org.gradienttransport.jobs.performance.Evaluations;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.plan.Planner;
import org.gradienttransport.jobs.plan.UnitWork;
import org.gradienttransport.jobs.plan.VariationPlan;
import org.gradienttransport.jobs.plan.store.FitStore;
import org.gradienttransport.jobs.plan.store.MeasurementStore;
import org.gradienttransport.jobs.present.catalogue.FamilyText;
import org.gradienttransport.jobs.present.html.ReportFile;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.jobs.warehouse.WriterLease;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.Performance;
import org.gradienttransport.schemas.rows.Run;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plan, measure, aggregate, check, publish, in that order, each step of which a later run can take
 * up: measured waves stay in the store, and a run directory without its marker is never read.
 */
public final class RunPipeline {
  private static final Logger LOG = LoggerFactory.getLogger(RunPipeline.class);

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

  /**
   * Lists what there is to measure. A family of which no step is discovered has no units where
   * readers see rows of it and the run has something else.
   */
  public Plan plan() throws IOException {
    Plan plan =
        new Planner(run.configuration(), settings.nullReplicates())
            .plan(settings.families(), this::readersSee);
    plan.unlisted().forEach((family, why) -> LOG.warn("nothing of {} is there: {}", family, why));
    if (!plan.unlisted().isEmpty() && plan.units().isEmpty() && settings.studies().isEmpty()) {
      throw new JobException(
          ExitCode.MISSING_INPUT, String.join("\n", new TreeMap<>(plan.unlisted()).values()));
    }
    return plan;
  }

  private boolean readersSee(String family) {
    try {
      return others().hasSoundFields(family);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
          RunInputs read = inputs();
          Measurer.Result done = measure(read.plan(), lease);
          RunInputs inputs = keepingUnread(read);
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
          RunInputs inputs = keepingUnread(inputs());
          return publish(inputs, planned(inputs.plan()), NOTHING, started, lease);
        });
  }

  /**
   * Families and studies that readers see and a run would not cover, or could read nothing of as
   * far as that is known before it measures.
   *
   * @param pending what of the plan the store lacks
   */
  public OtherFamilies others(Plan plan, List<ReadStudy> studies, List<UnitWork> pending)
      throws IOException {
    OtherFamilies others = others();
    return others.with(
        new UnreadSources(run, settings)
            .of(plan, studies, others, pending, family -> false)
            .checks());
  }

  private OtherFamilies others() throws IOException {
    return OtherFamilies.of(run.warehouse(), settings);
  }

  /** Inputs without families and studies of which nothing can be read: their earlier rows go on. */
  private RunInputs keepingUnread(RunInputs read) throws IOException {
    return read.keeping(
        new UnreadSources(run, settings)
            .of(
                read.plan(),
                read.studies(),
                read.others(),
                List.of(),
                family -> read.others().shownDigest(family).equals(read.digests().get(family))));
  }

  private RunInputs inputs() throws IOException {
    Plan plan = planned();
    return RunInputs.of(plan, performance(plan), studies(), others(), settings);
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
    return FitJob.pending(new StudyAggregation(losses), new FitStore(run.warehouse()));
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
  private Optional<RunOutcome> unchanged(RunInputs inputs, WriterLease lease) throws IOException {
    String digest = inputs.digest();
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
      RunInputs inputs,
      VariationPlan varied,
      Measurer.Result measured,
      Instant started,
      WriterLease lease)
      throws IOException {
    LOG.info("aggregating into run {}", run.runId());
    Optional<String> previous = run.warehouse().currentRun();
    TableDirectory tables = publisher.tables();
    Rows.InMemory rows =
        during(
            Phase.AGGREGATE,
            () ->
                new RunAggregation(run, settings, variations, inputs, tables).make(varied, lease));
    Findings findings =
        during(Phase.CHECK, () -> Findings.of(inputs, rows, previous.map(this::published)));
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
                  inputs,
                  findings,
                  rows.of(FieldTransport.ROWS));
          rows.add(CheckResult.ROWS, findings.all())
              .add(Run.ROWS, List.of(record.row(run.clock().instant())));
          tables.write(CheckResult.ROWS, rows.of(CheckResult.ROWS));
          tables.write(Run.ROWS, rows.of(Run.ROWS));
          ReportFile.stage(
              run.warehouse(),
              run.runId(),
              rows,
              FamilyText.of(record.json(run.clock().instant())),
              previous);
          publisher.write(Warehouse.ALERTS, Json.text(Alerts.json(run.runId(), findings)));
          if (measured.record().isPresent()) {
            publisher.write(LastMeasuring.FILE, Json.text(measured.record().get()));
          }
          RunOutcome.Kind kind =
              publisher.complete(settings.asOf(), record.json(run.clock().instant()), lease);
          return new RunOutcome(run.runId(), kind, record.exitCode(), measured.relaxations());
        });
  }

  private Rows published(String runId) {
    return new TableDirectory(run.warehouse().fileSystem(), run.warehouse().run(runId));
  }
}
