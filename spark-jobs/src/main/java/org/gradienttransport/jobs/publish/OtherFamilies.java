package org.gradienttransport.jobs.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.jobs.io.TableDirectory;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.SharedColumn;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.schemas.vocabulary.Level;
import org.gradienttransport.schemas.vocabulary.Outcome;
import org.gradienttransport.schemas.vocabulary.Word;

/**
 * Families and studies of the run that readers see which a new run does not cover, or of which it
 * can read nothing. Readers see one run at a time, so these would vanish with the next: their rows
 * go on into it, or those it does not cover leave when asked.
 */
public final class OtherFamilies {
  /** Name of the check that names them. */
  static final String CHECK = "other_families";

  /** How a description names the run that a family's rows were made by. */
  private static final String MADE_BY = "rows_from_run";

  private static final String UNREAD = "nothing_read_of";

  /** Keys under which a description names its families and its studies. */
  static final String FAMILIES = "families";

  static final String STUDIES = "studies";

  private final Optional<String> current;
  private final Map<String, JsonNode> shown;
  private final Set<String> studies;
  private final Set<String> notGiven;
  private final boolean kept;
  private final Rows rows;
  private final Map<String, CheckResult> unread;

  private OtherFamilies(
      Optional<String> current,
      Map<String, JsonNode> shown,
      Set<String> studies,
      Set<String> notGiven,
      boolean kept,
      Rows rows,
      Map<String, CheckResult> unread) {
    this.current = current;
    this.shown = shown;
    this.studies = studies;
    this.notGiven = notGiven;
    this.kept = kept;
    this.rows = rows;
    this.unread = unread;
  }

  /**
   * Those of a warehouse's current run; none if it stands for a later day than the new run, which
   * readers will not see then.
   */
  public static OtherFamilies of(Warehouse warehouse, RunSettings settings) throws IOException {
    Optional<RunHistory.Past> current =
        new RunHistory(warehouse).current().filter(run -> !run.asOf().isAfter(settings.asOf()));
    Map<String, JsonNode> shown = new TreeMap<>();
    Set<String> studies = new TreeSet<>();
    current.ifPresent(
        run -> {
          shown.putAll(byName(run.description().path(FAMILIES)));
          Map<String, JsonNode> more = byName(run.description().path(STUDIES));
          studies.addAll(more.keySet());
          shown.putAll(more);
        });
    Set<String> notGiven = new TreeSet<>(shown.keySet());
    notGiven.removeAll(settings.names());
    Rows rows =
        current
            .<Rows>map(
                run -> new TableDirectory(warehouse.fileSystem(), warehouse.run(run.runId())))
            .orElseGet(Rows.InMemory::new);
    return new OtherFamilies(
        current.map(RunHistory.Past::runId),
        shown,
        studies,
        notGiven,
        !settings.dropOthers(),
        rows,
        Map.of());
  }

  private static Map<String, JsonNode> byName(JsonNode descriptions) {
    Map<String, JsonNode> byName = new TreeMap<>();
    descriptions.forEach(one -> byName.put(one.path("name").asText(), one));
    return byName;
  }

  /**
   * The same, with the new run's own families and studies of which nothing can be read.
   *
   * @param cannotBeRead the check that says so, by name of the family or study
   */
  OtherFamilies with(Map<String, CheckResult> cannotBeRead) {
    return new OtherFamilies(
        current, shown, studies, notGiven, kept, rows, new TreeMap<>(cannotBeRead));
  }

  /** Whether readers see rows of a family or study. */
  boolean shows(String name) {
    return shown.containsKey(name);
  }

  /** Whether readers see a real field of a family that was not refused. */
  boolean hasSoundFields(String family) {
    return rows.of(FieldTransport.ROWS).stream()
        .anyMatch(
            field ->
                field.key().family().equals(family)
                    && field.key().realisation().isReal()
                    && !field.status().refused());
  }

  /** Whether readers see a loss of a study that fits may use. */
  boolean hasSoundLosses(String study) {
    return rows.of(ScalingRun.ROWS).stream()
        .anyMatch(loss -> loss.key().source().equals(study) && loss.usable());
  }

  /** The run that made the rows that readers see of a family or study. */
  String madeBy(String name) {
    return shown.get(name).path(MADE_BY).asText(current.orElseThrow());
  }

  /** SHA-256 of what decided the rows that readers see of a family or study; may be empty. */
  String shownDigest(String name) {
    return shown.get(name).path(RunRecord.DIGEST).asText("");
  }

  /** Whether the rows of a family or study of the new run go on because nothing can be read. */
  boolean isUnread(String name) {
    return unread.containsKey(name);
  }

  /** Adds to a run's description its families and studies of which nothing can be read, and why. */
  void putUnread(ObjectNode description) {
    if (!unread.isEmpty()) {
      ArrayNode list = description.putArray(UNREAD);
      unread.forEach(
          (name, check) ->
              list.addObject()
                  .put("name", name)
                  .put(MADE_BY, madeBy(name))
                  .put("message", check.message()));
    }
  }

  /** Names of families and studies of which a described run could read nothing. */
  public static List<String> unread(JsonNode description) {
    List<String> names = new ArrayList<>();
    description.path(UNREAD).forEach(one -> names.add(one.path("name").asText()));
    return names;
  }

  /** What is said of each family and study of which nothing can be read, in sentences. */
  public List<String> unreadSentences() {
    return unread.values().stream().map(check -> check.family() + ": " + check.message()).toList();
  }

  /** What becomes of those that the new run does not cover, in a sentence; empty without any. */
  public Optional<String> sentence() {
    if (notGiven.isEmpty()) {
      return Optional.empty();
    }
    String names = String.join(", ", notGiven);
    return Optional.of(
        kept
            ? "Not given, but in the current run %s: %s. Their rows go on into the new run as they are; --drop-other-families leaves them out."
                .formatted(current.orElseThrow(), names)
            : "Not given, but in the current run %s: %s. They leave with it, as --drop-other-families asks."
                .formatted(current.orElseThrow(), names));
  }

  /** The checks that name them; none if there are none. */
  List<CheckResult> checks() {
    List<CheckResult> checks = new ArrayList<>(unread.values());
    sentence()
        .map(
            message ->
                new CheckResult(
                    Word.ALL,
                    CHECK,
                    Word.ALL,
                    kept ? Level.INFO : Level.WARN,
                    kept ? Outcome.PASS : Outcome.FAIL,
                    (double) notGiven.size(),
                    null,
                    message))
        .ifPresent(checks::add);
    return checks;
  }

  /** Names of families and studies whose rows go on into the new run. */
  private Set<String> goingOn() {
    Set<String> names = new TreeSet<>(unread.keySet());
    if (kept) {
      names.addAll(notGiven);
    }
    return names;
  }

  /** Rows of a table that go on into the new run, in the table's order. */
  <R extends Record> List<R> rows(RowType<R> type) {
    Set<String> names = goingOn();
    if (names.isEmpty()) {
      return List.of();
    }
    int family = column(type, SharedColumn.FAMILY);
    int named = family < 0 ? column(type, SharedColumn.SOURCE) : family;
    return rows.of(type).stream()
        .filter(row -> names.contains((String) type.values(row)[named]))
        .toList();
  }

  private static int column(RowType<?> type, SharedColumn of) {
    return type.table().columnNames().indexOf(of.name().toLowerCase(Locale.ROOT));
  }

  /** How the new run describes families whose rows go on, by name. */
  Map<String, ObjectNode> families() {
    Map<String, ObjectNode> families = descriptions();
    families.keySet().removeAll(studies);
    return families;
  }

  /** How the new run describes studies whose rows go on, by name. */
  Map<String, ObjectNode> studies() {
    Map<String, ObjectNode> of = descriptions();
    of.keySet().retainAll(studies);
    return of;
  }

  private Map<String, ObjectNode> descriptions() {
    Map<String, ObjectNode> descriptions = new TreeMap<>();
    for (String name : goingOn()) {
      ObjectNode copy = Json.object();
      shown.get(name).properties().forEach(entry -> copy.set(entry.getKey(), entry.getValue()));
      copy.put(MADE_BY, madeBy(name));
      descriptions.put(name, copy);
    }
    return descriptions;
  }

  /** What decides the rows that go on, by family: their inputs or, if unknown, their run. */
  Map<String, String> digests() {
    Map<String, String> digests = new TreeMap<>();
    descriptions()
        .forEach(
            (name, family) ->
                digests.put(
                    name, family.path(RunRecord.DIGEST).asText(family.path(MADE_BY).asText())));
    return digests;
  }
}
