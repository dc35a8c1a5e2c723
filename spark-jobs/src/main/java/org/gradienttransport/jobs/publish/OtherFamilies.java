package org.gradienttransport.jobs.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
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
import org.gradienttransport.schemas.vocabulary.Level;
import org.gradienttransport.schemas.vocabulary.Outcome;
import org.gradienttransport.schemas.vocabulary.Word;

/**
 * Families and studies of the run that readers see which a new run does not cover. Readers see one
 * run at a time, so these would vanish with the next: their rows go on into it, or they leave when
 * asked.
 */
public final class OtherFamilies {
  /** Name of the check that names them. */
  static final String CHECK = "other_families";

  /** How a description names the run that a family's rows were made by. */
  private static final String MADE_BY = "rows_from_run";

  /** Keys under which a description names its families and its studies. */
  static final String FAMILIES = "families";

  static final String STUDIES = "studies";

  private final Optional<String> current;
  private final Map<String, JsonNode> described;
  private final Set<String> studies;
  private final boolean kept;
  private final Rows rows;

  private OtherFamilies(
      Optional<String> current,
      Map<String, JsonNode> described,
      Set<String> studies,
      boolean kept,
      Rows rows) {
    this.current = current;
    this.described = described;
    this.studies = studies;
    this.kept = kept;
    this.rows = rows;
  }

  /**
   * Those of a warehouse's current run; none if it stands for a later day than the new run, which
   * readers will not see then.
   */
  public static OtherFamilies of(Warehouse warehouse, RunSettings settings) throws IOException {
    Optional<RunHistory.Past> current =
        new RunHistory(warehouse).current().filter(run -> !run.asOf().isAfter(settings.asOf()));
    Set<String> own = settings.names();
    Map<String, JsonNode> described = new TreeMap<>();
    Set<String> studies = new TreeSet<>();
    current.ifPresent(
        run -> {
          described.putAll(others(run.description().path(FAMILIES), own));
          Map<String, JsonNode> more = others(run.description().path(STUDIES), own);
          studies.addAll(more.keySet());
          described.putAll(more);
        });
    Rows rows =
        current
            .<Rows>map(
                run -> new TableDirectory(warehouse.fileSystem(), warehouse.run(run.runId())))
            .orElseGet(Rows.InMemory::new);
    return new OtherFamilies(
        current.map(RunHistory.Past::runId), described, studies, !settings.dropOthers(), rows);
  }

  private static Map<String, JsonNode> others(JsonNode descriptions, Set<String> own) {
    Map<String, JsonNode> others = new TreeMap<>();
    descriptions.forEach(
        one -> {
          if (!own.contains(one.path("name").asText())) {
            others.put(one.path("name").asText(), one);
          }
        });
    return others;
  }

  /** What becomes of them, in a sentence; empty if there are none. */
  public Optional<String> sentence() {
    if (described.isEmpty()) {
      return Optional.empty();
    }
    String names = String.join(", ", described.keySet());
    return Optional.of(
        kept
            ? "Not given, but in the current run %s: %s. Their rows go on into the new run as they are; --drop-other-families leaves them out."
                .formatted(current.orElseThrow(), names)
            : "Not given, but in the current run %s: %s. They leave with it, as --drop-other-families asks."
                .formatted(current.orElseThrow(), names));
  }

  /** The check that names them; none if there are none. */
  List<CheckResult> checks() {
    return sentence().stream()
        .map(
            message ->
                new CheckResult(
                    Word.ALL,
                    CHECK,
                    Word.ALL,
                    kept ? Level.INFO : Level.WARN,
                    kept ? Outcome.PASS : Outcome.FAIL,
                    (double) described.size(),
                    null,
                    message))
        .toList();
  }

  /** Their rows of a table that go on, in its order. */
  <R extends Record> List<R> rows(RowType<R> type) {
    if (!kept || described.isEmpty()) {
      return List.of();
    }
    int family = column(type, SharedColumn.FAMILY);
    int named = family < 0 ? column(type, SharedColumn.SOURCE) : family;
    return rows.of(type).stream()
        .filter(row -> described.containsKey((String) type.values(row)[named]))
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
    if (kept) {
      described.forEach(
          (name, family) -> {
            ObjectNode copy = Json.object();
            family.properties().forEach(entry -> copy.set(entry.getKey(), entry.getValue()));
            if (!copy.has(MADE_BY)) {
              copy.put(MADE_BY, current.orElseThrow());
            }
            descriptions.put(name, copy);
          });
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
