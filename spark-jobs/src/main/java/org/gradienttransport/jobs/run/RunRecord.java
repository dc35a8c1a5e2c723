package org.gradienttransport.jobs.run;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.check.Finding;
import org.gradienttransport.jobs.check.Finding.Outcome;
import org.gradienttransport.jobs.check.SnapshotChanges.Kind;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.input.SnapshotFile;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.jobs.observe.RunMetrics;
import org.gradienttransport.jobs.observe.Stage;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.plan.Unit;
import org.gradienttransport.jobs.tables.RowBuilder;
import org.gradienttransport.jobs.tables.RunTables;
import org.gradienttransport.schemas.Column;
import org.gradienttransport.schemas.FieldTransport;
import org.gradienttransport.schemas.Run;
import org.gradienttransport.udfs.probe.MethodVersion;

/** What a run says of itself: its row of the run table and its {@code _RUN.json}. */
final class RunRecord {
  private final RunSettings settings;
  private final String runId;
  private final Instant started;
  private final long measured;
  private final Optional<String> previous;
  private final Findings findings;
  private final Map<String, Long> statuses;
  private final String sparkVersion;
  private final String backends;
  private final String backendReasons;
  private final long inputs;
  private final long inputBytes;

  private RunRecord(
      RunTables tables,
      RunSettings settings,
      Plan plan,
      Findings findings,
      String runId,
      Instant started,
      long measured,
      Optional<String> previous) {
    this.settings = settings;
    this.runId = runId;
    this.started = started;
    this.measured = measured;
    this.previous = previous;
    this.findings = findings;
    List<Row> kinds = kinds(tables);
    this.statuses = statuses(kinds);
    this.sparkVersion = tables.session().version();
    this.backends = distinct(kinds, FieldTransport.BACKEND);
    this.backendReasons = distinct(kinds, FieldTransport.BACKEND_REASON);
    Set<SnapshotFile> files = new HashSet<>();
    for (Unit unit : plan.units()) {
      files.addAll(unit.from());
      files.addAll(unit.to());
    }
    this.inputs = files.size();
    this.inputBytes = files.stream().mapToLong(SnapshotFile::length).sum();
  }

  static RunRecord of(
      RunTables tables,
      RunSettings settings,
      Plan plan,
      Findings findings,
      String runId,
      Instant started,
      long measured,
      Optional<String> previous) {
    return new RunRecord(tables, settings, plan, findings, runId, started, measured, previous);
  }

  static String codeVersion() {
    String version = RunRecord.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  /** How many rows of field_transport there are of each status, backend and reason for it. */
  private static List<Row> kinds(RunTables tables) {
    return tables
        .query(
            "select status, backend, backend_reason, count(*) as rows from field_transport"
                + " group by status, backend, backend_reason")
        .collectAsList();
  }

  private static Map<String, Long> statuses(List<Row> kinds) {
    Map<String, Long> counts = new TreeMap<>();
    kinds.forEach(row -> counts.merge(row.getAs("status"), row.getAs("rows"), Long::sum));
    return counts;
  }

  /** The values of a column, in their order; null when there are none. */
  private static String distinct(List<Row> kinds, Column column) {
    String values =
        kinds.stream()
            .map(row -> row.<String>getAs(column.name()))
            .filter(Objects::nonNull)
            .distinct()
            .sorted()
            .collect(joining("; "));
    return values.isEmpty() ? null : values;
  }

  /** Missing and refused inputs are told by the exit code, graver ones first. */
  ExitCode exitCode() {
    if (findings.anyFailedAsError()) {
      return ExitCode.CHECK_FAILED;
    }
    if (count("corrupt") + count("not_finite") + count("wrong_size") > 0) {
      return ExitCode.BAD_DATA;
    }
    if (count("missing") > 0) {
      return ExitCode.MISSING_INPUT;
    }
    return count("unreadable") > 0 ? ExitCode.TRY_AGAIN : ExitCode.OK;
  }

  private long count(String status) {
    return statuses.getOrDefault(status, 0L);
  }

  private long rows() {
    return statuses.values().stream().mapToLong(Long::longValue).sum();
  }

  private List<Family> families() {
    return settings.families().stream()
        .sorted(java.util.Comparator.comparing(Family::name))
        .toList();
  }

  Row row(Instant finished) {
    long degenerate = count("no_activity") + count("ceiling");
    return RowBuilder.of(Run.TABLE)
        .set(Run.RUN_ID, runId)
        .set(Run.AS_OF, Date.valueOf(settings.asOf()))
        .set(Run.CODE_VERSION, codeVersion())
        .set(Run.CONFIGURATION_HASH, settings.configurationHash())
        .set(Run.METHOD_VERSION, MethodVersion.CURRENT)
        .set(Run.FAMILIES, families().stream().map(Family::name).toList())
        .set(Run.INPUT_PATHS, families().stream().map(Family::root).toList())
        .set(Run.INPUTS, inputs)
        .set(Run.INPUT_BYTES, inputBytes)
        .set(Run.FIELDS, rows())
        .set(Run.FIELDS_OK, count("ok"))
        .set(Run.FIELDS_DEGENERATE, degenerate)
        .set(Run.FIELDS_REFUSED, rows() - count("ok") - degenerate)
        .set(Run.FIELDS_MEASURED, measured)
        .set(Run.CHECKS_PASSED, findings.count(Outcome.PASS))
        .set(Run.CHECKS_FAILED, findings.count(Outcome.FAIL))
        .set(Run.CHECKS_SKIPPED, findings.count(Outcome.SKIPPED))
        .set(Run.BACKEND, backends)
        .set(Run.BACKEND_REASON, backendReasons)
        .set(Run.HOST, host())
        .set(Run.SPARK_VERSION, sparkVersion)
        .set(Run.JAVA_VERSION, Runtime.version().toString())
        .set(Run.STARTED_AT, Timestamp.from(started))
        .set(Run.FINISHED_AT, Timestamp.from(finished))
        .set(Run.EXIT_CODE, exitCode().code())
        .set(Run.PREVIOUS_RUN_ID, previous.orElse(null))
        .build();
  }

  ObjectNode json(String digest, Instant finished) {
    ObjectNode json =
        Json.object()
            .put("run_id", runId)
            .put("as_of", settings.asOf().toString())
            .put("exit", exitCode().name())
            .put("exit_code", exitCode().code())
            .put("started_at", started.toString())
            .put("finished_at", finished.toString())
            .put("code_version", codeVersion())
            .put("method_version", MethodVersion.CURRENT)
            .put("configuration_hash", settings.configurationHash())
            .put("inputs_digest", digest)
            .put("inputs", inputs)
            .put("input_bytes", inputBytes)
            .put("measured", measured)
            .put("previous_run_id", previous.orElse(null));
    ObjectNode counts = json.putObject("fields_by_status");
    statuses.forEach(counts::put);
    ArrayNode families = json.putArray("families");
    for (Family family : families()) {
      families
          .addObject()
          .put("name", family.name())
          .put("title", family.title())
          .put("note", family.note())
          .put("root", family.root());
    }
    ArrayNode failed = json.putArray("failed_checks");
    for (Finding finding : findings.checks()) {
      if (finding.outcome() == Outcome.FAIL) {
        failed
            .addObject()
            .put("family", finding.family())
            .put("name", finding.name())
            .put("level", finding.level().name())
            .put("message", finding.message());
      }
    }
    ObjectNode seconds = json.putObject("seconds_by_stage");
    for (Stage stage : List.of(Stage.PLAN, Stage.MEASURE, Stage.AGGREGATE, Stage.CHECK)) {
      seconds.put(stage.label(), Math.rint(RunMetrics.ofProcess().seconds(stage) * 1e3) / 1e3);
    }
    SnapshotList.put(json, findings.snapshots(), Kind.values());
    return json;
  }
}
