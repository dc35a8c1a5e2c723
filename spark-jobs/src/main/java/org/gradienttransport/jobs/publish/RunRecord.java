package org.gradienttransport.jobs.publish;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.gradienttransport.jobs.check.SnapshotChanges.Kind;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.jobs.observe.Phase;
import org.gradienttransport.jobs.observe.RunMetrics;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.plan.Unit;
import org.gradienttransport.jobs.plan.input.SnapshotFile;
import org.gradienttransport.jobs.warehouse.Holder;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.Run;
import org.gradienttransport.schemas.vocabulary.FieldStatus;
import org.gradienttransport.schemas.vocabulary.Outcome;
import org.gradienttransport.schemas.vocabulary.ScalingRunStatus;
import org.gradienttransport.udfs.probe.MethodVersion;

/** What a run of families says of itself: its row of the run table and its {@code _RUN.json}. */
final class RunRecord {
  /**
   * How a run came about.
   *
   * @param measured relaxations that it measured itself
   * @param unvaried relaxations under variations of the probe that are not measured
   */
  record Origin(
      String runId,
      Instant started,
      long measured,
      long unvaried,
      Optional<String> previous,
      String sparkVersion) {}

  /** Key under which a family's description has the digest of its configuration and inputs. */
  static final String DIGEST = "inputs_digest";

  private static final String NOTHING_READ = "nothing_read";
  private static final String VARIATIONS_LACKING = "variations_lacking";

  private final Origin origin;
  private final RunSettings settings;
  private final Findings findings;
  private final List<FieldTransport> fields;
  private final List<FieldTransport> own;
  private final RunInputs inputs;
  private final Set<SnapshotFile> files = new HashSet<>();

  /** The record of one run. */
  RunRecord(
      Origin origin,
      RunSettings settings,
      RunInputs inputs,
      Findings findings,
      List<FieldTransport> fields) {
    this.origin = origin;
    this.settings = settings;
    this.findings = findings;
    this.fields = fields;
    this.inputs = inputs;
    Plan plan = inputs.plan();
    this.own =
        fields.stream().filter(row -> plan.families().containsKey(row.key().family())).toList();
    for (Unit unit : plan.units()) {
      files.addAll(unit.from());
      files.addAll(unit.to());
    }
  }

  /** Missing and refused inputs are told by the exit code, graver ones first. */
  ExitCode exitCode() {
    if (findings.anyFailedAsError()) {
      return ExitCode.CHECK_FAILED;
    }
    boolean badLosses = inputs.studies().stream().anyMatch(ReadStudy::hasBadRows);
    if (badLosses
        || has(FieldStatus.CORRUPT)
        || has(FieldStatus.NOT_FINITE)
        || has(FieldStatus.WRONG_SIZE)) {
      return ExitCode.BAD_DATA;
    }
    if (has(FieldStatus.MISSING)
        || !inputs.plan().unlisted().isEmpty()
        || inputs.studies().stream().anyMatch(study -> study.has(ScalingRunStatus.UNREADABLE))) {
      return ExitCode.MISSING_INPUT;
    }
    return has(FieldStatus.UNREADABLE) ? ExitCode.TRY_AGAIN : ExitCode.OK;
  }

  private boolean has(FieldStatus status) {
    return inputs.kept().statuses().contains(status)
        || own.stream().anyMatch(field -> field.status() == status);
  }

  /** Whether a run describes itself as one that could not read a single snapshot. */
  static boolean nothingRead(JsonNode description) {
    return description.path(NOTHING_READ).asBoolean(false);
  }

  /** Whether a run has all variations of the probe that it was asked for. */
  static boolean variationsMeasured(JsonNode description) {
    return description.path(VARIATIONS_LACKING).asLong(0) == 0;
  }

  private boolean nothingRead() {
    return inputs.studies().stream().noneMatch(study -> study.has(ScalingRunStatus.OK))
        && own.stream()
            .filter(field -> field.key().realisation().isReal())
            .allMatch(field -> field.status().refused());
  }

  private long count(Predicate<FieldStatus> wanted) {
    return fields.stream().filter(field -> wanted.test(field.status())).count();
  }

  /** What is said of each family, by name. */
  private Map<String, ObjectNode> families() {
    Map<String, ObjectNode> families = new TreeMap<>(inputs.others().families());
    for (Family family : settings.families()) {
      families.putIfAbsent(
          family.name(),
          Cohorts.describe(
              family,
              Json.object()
                  .put("name", family.name())
                  .put("title", family.title())
                  .put("note", family.note())
                  .put("root", family.root())
                  .put(DIGEST, inputs.digests().get(family.name()))));
    }
    return families;
  }

  private long inputBytes() {
    return files.stream().mapToLong(SnapshotFile::length).sum();
  }

  /** The different values of a column, in their order; null when there are none. */
  private String distinct(Function<FieldTransport.Provenance, String> column) {
    String values =
        fields.stream()
            .map(field -> column.apply(field.provenance()))
            .filter(Objects::nonNull)
            .distinct()
            .sorted()
            .collect(joining("; "));
    return values.isEmpty() ? null : values;
  }

  /** The row of the run table. */
  Run row(Instant finished) {
    return new Run(
        origin.runId(),
        settings.asOf(),
        RunIdentity.codeVersion(),
        null,
        settings.configurationHash(),
        MethodVersion.CURRENT,
        List.copyOf(families().keySet()),
        families().values().stream().map(family -> family.path("root").asText()).toList(),
        files.size(),
        inputBytes(),
        fields.size(),
        count(status -> status == FieldStatus.OK),
        count(FieldStatus::degenerate),
        count(FieldStatus::refused),
        origin.measured(),
        findings.count(Outcome.PASS),
        findings.count(Outcome.FAIL),
        findings.count(Outcome.SKIPPED),
        distinct(FieldTransport.Provenance::backend),
        distinct(FieldTransport.Provenance::backendReason),
        Holder.host(),
        origin.sparkVersion(),
        Runtime.version().toString(),
        origin.started(),
        finished,
        exitCode().code(),
        origin.previous().orElse(null),
        RunIdentity.application().orElse(null));
  }

  /** The content of {@code _RUN.json}. */
  ObjectNode json(Instant finished) {
    ObjectNode json =
        RunIdentity.json(origin.runId(), settings.asOf(), exitCode())
            .put("started_at", origin.started().toString())
            .put("finished_at", finished.toString())
            .put("code_version", RunIdentity.codeVersion())
            .put("method_version", MethodVersion.CURRENT)
            .put("configuration_hash", settings.configurationHash())
            .put(DIGEST, inputs.digest())
            .put("inputs", files.size())
            .put("input_bytes", inputBytes())
            .put("measured", origin.measured())
            .put(VARIATIONS_LACKING, origin.unvaried())
            .put(NOTHING_READ, nothingRead())
            .put("previous_run_id", origin.previous().orElse(null));
    Map<String, Long> statuses = new TreeMap<>();
    fields.forEach(field -> statuses.merge(field.status().word(), 1L, Long::sum));
    statuses.forEach(json.putObject("fields_by_status")::put);
    ArrayNode families = json.putArray(OtherFamilies.FAMILIES);
    families().values().forEach(families::add);
    Map<String, ObjectNode> described = new TreeMap<>(inputs.others().studies());
    inputs.readStudies().forEach(study -> described.put(study.study().name(), study.json(DIGEST)));
    ArrayNode all = json.putArray(OtherFamilies.STUDIES);
    described.values().forEach(all::add);
    inputs.others().sentence().ifPresent(sentence -> json.put("other_families", sentence));
    inputs.others().putUnread(json);
    putLeftOut(json.putObject("steps_left_out"));
    ArrayNode failed = json.putArray("failed_checks");
    for (CheckResult check : findings.failed()) {
      failed
          .addObject()
          .put("family", check.family())
          .put("name", check.name())
          .put("level", check.level().word())
          .put("message", check.message());
    }
    ObjectNode seconds = json.putObject("seconds_by_stage");
    for (Phase stage : List.of(Phase.PLAN, Phase.MEASURE, Phase.AGGREGATE, Phase.CHECK)) {
      seconds.put(stage.label(), Math.rint(RunMetrics.ofProcess().seconds(stage) * 1e3) / 1e3);
    }
    SnapshotList.put(json, findings.snapshots(), Kind.values());
    return json;
  }

  /** By family and scale how many discovered steps were left out, and the first of them. */
  private void putLeftOut(ObjectNode target) {
    new TreeMap<>(inputs.plan().leftOut())
        .forEach(
            (family, scales) -> {
              ObjectNode of = target.putObject(family);
              new TreeMap<>(scales)
                  .forEach(
                      (scale, steps) -> {
                        ObjectNode one = of.putObject(scale).put("count", steps.size());
                        ArrayNode first = one.putArray("first");
                        steps.stream().limit(SnapshotList.MOST).forEach(first::add);
                      });
            });
  }
}
