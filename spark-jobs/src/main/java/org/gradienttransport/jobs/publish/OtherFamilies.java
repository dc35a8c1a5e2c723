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
import java.util.stream.Collectors;
import org.gradienttransport.jobs.conf.Family;
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
 * Families of the run that readers see which a new run does not cover. Readers see one run at a
 * time, so these would vanish with the next: their rows go on into it, or they leave when asked.
 */
public final class OtherFamilies {
  /** Name of the check that names them. */
  static final String CHECK = "other_families";

  /** How a description names the run that a family's rows were made by. */
  private static final String MADE_BY = "rows_from_run";

  private final Optional<String> current;
  private final Map<String, JsonNode> described;
  private final boolean kept;
  private final Rows rows;

  private OtherFamilies(
      Optional<String> current, Map<String, JsonNode> described, boolean kept, Rows rows) {
    this.current = current;
    this.described = described;
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
    Set<String> own = settings.families().stream().map(Family::name).collect(Collectors.toSet());
    Map<String, JsonNode> described = new TreeMap<>();
    current.ifPresent(
        run ->
            run.description()
                .path("families")
                .forEach(
                    family -> {
                      if (!own.contains(family.path("name").asText())) {
                        described.put(family.path("name").asText(), family);
                      }
                    }));
    Rows rows =
        current
            .<Rows>map(
                run -> new TableDirectory(warehouse.fileSystem(), warehouse.run(run.runId())))
            .orElseGet(Rows.InMemory::new);
    return new OtherFamilies(
        current.map(RunHistory.Past::runId), described, !settings.dropOthers(), rows);
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
    int family =
        type.table().columnNames().indexOf(SharedColumn.FAMILY.name().toLowerCase(Locale.ROOT));
    return rows.of(type).stream()
        .filter(row -> described.containsKey((String) type.values(row)[family]))
        .toList();
  }

  /** How the new run describes those whose rows go on, by name. */
  Map<String, ObjectNode> descriptions() {
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
