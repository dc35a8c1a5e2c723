package org.gradienttransport.jobs.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.check.Finding.Outcome;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.plan.Unit;
import org.gradienttransport.jobs.tables.RunTables;
import org.gradienttransport.schemas.FieldTransport;

/**
 * What became of every snapshot since the previous run, told by the content its fields were
 * measured from.
 *
 * <p>A run's tables are made from what is there: a vanished snapshot leaves them, or stays as rows
 * of status missing where the family declares its steps. Its measurements stay in the store and
 * return with it.
 */
public final class SnapshotChanges {
  /** What can happen to a snapshot. */
  public enum Kind {
    /** There for the first time. */
    NEW,
    /** Another content under the same scale and step. */
    CHANGED,
    /** Still there, but no longer readable. */
    DAMAGED,
    /** No longer there. */
    VANISHED,
    /** The same content in another place. */
    MOVED;

    /** As in {@code _RUN.json}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What happened to one snapshot.
   *
   * @param path its first file: where it is or, if it vanished, where it was
   */
  public record Change(String family, String scale, long step, Kind kind, String path) {}

  private record Place(String family, String scale, long step) {}

  private static final int NAMED = 3;

  private final Set<String> compared;
  private final Map<Kind, List<Change>> changes = new EnumMap<>(Kind.class);

  private SnapshotChanges(Set<String> compared, List<Change> all) {
    this.compared = compared;
    for (Kind kind : Kind.values()) {
      changes.put(kind, all.stream().filter(change -> change.kind() == kind).toList());
    }
  }

  /**
   * Compares the staged field_transport with an earlier run's. Families that run did not have are
   * not compared.
   */
  public static SnapshotChanges between(PreviousRun previous, RunTables tables, Plan plan)
      throws IOException {
    Optional<Dataset<Row>> before = previous.rows(tables.session(), FieldTransport.TABLE);
    if (before.isEmpty()) {
      return new SnapshotChanges(Set.of(), List.of());
    }
    Dataset<Row> fields = before.get().where("field_kind = 'real'");
    Set<String> compared = new TreeSet<>(plan.families().keySet());
    compared.retainAll(
        fields.select("family").distinct().collectAsList().stream()
            .map(row -> row.getString(0))
            .collect(Collectors.toSet()));
    fields.createOrReplaceTempView("previous_field_transport");
    Set<Place> there = there(plan);
    List<Change> all = new ArrayList<>();
    for (Row row : tables.query(differences()).collectAsList()) {
      if (compared.contains(row.<String>getAs("family"))) {
        all.add(change(row, there));
      }
    }
    all.sort(
        Comparator.comparing(Change::family)
            .thenComparing(Change::scale)
            .thenComparingLong(Change::step));
    return new SnapshotChanges(compared, all);
  }

  /** Snapshots whose files were listed, whether or not they could be read. */
  private static Set<Place> there(Plan plan) {
    Set<Place> there = new HashSet<>();
    for (Unit unit : plan.units()) {
      if (!unit.to().isEmpty()) {
        there.add(new Place(unit.family(), unit.scale(), unit.step()));
      }
      if (!unit.from().isEmpty()) {
        there.add(new Place(unit.family(), unit.scale(), unit.fromStep()));
      }
    }
    return there;
  }

  private static String differences() {
    return "select coalesce(b.family, n.family) as family, coalesce(b.scale, n.scale) as scale,"
        + " coalesce(b.step, n.step) as step, b.hash as before, n.hash as now,"
        + " coalesce(n.path, b.path) as path from "
        + snapshots("previous_field_transport")
        + " b full outer join "
        + snapshots("field_transport")
        + " n on b.family = n.family and b.scale = n.scale and b.step = n.step"
        + " where not (b.hash <=> n.hash and b.path <=> n.path)";
  }

  /** A difference of checkpoints has two snapshots, and a checkpoint is in two differences. */
  private static String snapshots(String table) {
    return "(select family, scale, step, max(hash) as hash, max(path) as path from (select family,"
        + " scale, step, content_hash as hash, input_path as path from "
        + table
        + " where field_kind = 'real' and content_hash is not null union all select family, scale,"
        + " from_step, from_content_hash, from_input_path from "
        + table
        + " where field_kind = 'real' and from_content_hash is not null)"
        + " group by family, scale, step)";
  }

  private static Change change(Row row, Set<Place> there) {
    Place place = new Place(row.getAs("family"), row.getAs("scale"), row.<Long>getAs("step"));
    String before = row.getAs("before");
    String now = row.getAs("now");
    Kind kind;
    if (before == null) {
      kind = Kind.NEW;
    } else if (now == null) {
      // Without a sound partner a checkpoint's own content is not told.
      kind = there.contains(place) ? Kind.DAMAGED : Kind.VANISHED;
    } else {
      kind = before.equals(now) ? Kind.MOVED : Kind.CHANGED;
    }
    return new Change(place.family(), place.scale(), place.step(), kind, row.getAs("path"));
  }

  /** Everything of one kind, by family, scale and step. */
  public List<Change> of(Kind kind) {
    return changes.get(kind);
  }

  /** Whether a family's figures are made from the same contents as before. */
  boolean sameContents(String family) {
    return changes.values().stream()
        .flatMap(List::stream)
        .noneMatch(change -> change.family().equals(family) && change.kind() != Kind.MOVED);
  }

  /** Two checks for each family. */
  List<Finding> findings(Set<String> families) {
    List<Finding> findings = new ArrayList<>();
    for (String family : families) {
      findings.add(
          finding(
              family,
              "snapshots_unchanged",
              Kind.CHANGED,
              "%d snapshots have another content than in the previous run and were measured again%s."));
      findings.add(
          finding(
              family,
              "snapshots_present",
              Kind.VANISHED,
              "%d snapshots of the previous run are gone, and so are their rows%s."));
    }
    return findings;
  }

  private Finding finding(String family, String name, Kind kind, String sentence) {
    if (!compared.contains(family)) {
      return new Finding(
          family,
          name,
          "all",
          Level.WARN,
          Outcome.SKIPPED,
          null,
          0.0,
          "No earlier run of this family is there to compare with.");
    }
    List<Change> found = of(kind).stream().filter(c -> c.family().equals(family)).toList();
    return new Finding(
        family,
        name,
        "all",
        Level.WARN,
        found.isEmpty() ? Outcome.PASS : Outcome.FAIL,
        (double) found.size(),
        0.0,
        String.format(Locale.ROOT, sentence, found.size(), names(found)));
  }

  private static String names(List<Change> found) {
    if (found.isEmpty()) {
      return "";
    }
    return found.stream()
        .limit(NAMED)
        .map(change -> change.scale() + " step " + change.step() + " (" + change.path() + ")")
        .collect(Collectors.joining(", ", ": ", found.size() > NAMED ? ", ..." : ""));
  }
}
