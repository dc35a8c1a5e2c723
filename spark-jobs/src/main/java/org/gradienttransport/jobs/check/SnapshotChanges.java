package org.gradienttransport.jobs.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gradienttransport.jobs.plan.Unit;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.vocabulary.Level;

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

  /** Which snapshot. */
  public record Snapshot(String family, String scale, long step) implements Comparable<Snapshot> {
    private static final Comparator<Snapshot> ORDER =
        Comparator.comparing(Snapshot::family)
            .thenComparing(Snapshot::scale)
            .thenComparingLong(Snapshot::step);

    @Override
    public int compareTo(Snapshot other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * What happened to one snapshot.
   *
   * @param path its first file: where it is or, if it vanished, where it was
   */
  public record Change(String family, String scale, long step, Kind kind, String path) {}

  private record Content(String hash, String path) {}

  private static final Check UNCHANGED = Check.of("snapshots_unchanged", Level.WARN, 0);
  private static final Check PRESENT = Check.of("snapshots_present", Level.WARN, 0);
  private static final int NAMED = 3;

  private final Set<String> compared;
  private final List<Change> changes;

  private SnapshotChanges(Set<String> compared, List<Change> changes) {
    this.compared = compared;
    this.changes = List.copyOf(changes);
  }

  /**
   * Compares the fields of two runs. Families that the earlier run did not have are not compared.
   *
   * @param before tables of the earlier run, if there is one
   * @param families that are compared
   * @param listed snapshots whose files are there, whether or not they could be read
   */
  public static SnapshotChanges between(
      Optional<Rows> before, Rows now, Set<String> families, Set<Snapshot> listed) {
    List<FieldTransport> earlier = before.map(SnapshotChanges::real).orElse(List.of());
    Set<String> compared = new TreeSet<>();
    earlier.forEach(field -> compared.add(field.key().family()));
    compared.retainAll(families);
    Map<Snapshot, Content> old = contents(earlier);
    Map<Snapshot, Content> current = compared.isEmpty() ? Map.of() : contents(real(now));
    Set<Snapshot> all = new TreeSet<>(old.keySet());
    all.addAll(current.keySet());
    List<Change> changes = new ArrayList<>();
    for (Snapshot snapshot : all) {
      Content from = old.get(snapshot);
      Content to = current.get(snapshot);
      if (compared.contains(snapshot.family()) && !(from != null && from.equals(to))) {
        changes.add(
            new Change(
                snapshot.family(),
                snapshot.scale(),
                snapshot.step(),
                kind(from, to, listed.contains(snapshot)),
                to == null || to.path() == null ? from == null ? null : from.path() : to.path()));
      }
    }
    return new SnapshotChanges(compared, changes);
  }

  /** Snapshots of which a plan's units have files. */
  public static Set<Snapshot> listed(Collection<Unit> units) {
    Set<Snapshot> listed = new HashSet<>();
    for (Unit unit : units) {
      if (!unit.to().isEmpty()) {
        listed.add(new Snapshot(unit.family(), unit.scale(), unit.step()));
      }
      if (!unit.from().isEmpty()) {
        listed.add(new Snapshot(unit.family(), unit.scale(), unit.fromStep()));
      }
    }
    return listed;
  }

  private static List<FieldTransport> real(Rows rows) {
    return rows.of(FieldTransport.ROWS).stream()
        .filter(field -> field.key().realisation().isReal())
        .toList();
  }

  /** A difference of checkpoints has two snapshots, and a checkpoint is in two differences. */
  private static Map<Snapshot, Content> contents(List<FieldTransport> fields) {
    Map<Snapshot, Content> contents = new TreeMap<>();
    for (FieldTransport field : fields) {
      FieldTransport.FieldKey key = field.key();
      FieldTransport.Input input = field.input();
      put(contents, key, key.step(), input.contentHash(), input.inputPath());
      put(contents, key, key.fromStep(), input.fromContentHash(), input.fromInputPath());
    }
    return contents;
  }

  /** Of two that disagree the later ones by text, so that the order of rows decides nothing. */
  private static void put(
      Map<Snapshot, Content> contents,
      FieldTransport.FieldKey key,
      long step,
      String hash,
      String path) {
    if (hash != null) {
      contents.merge(
          new Snapshot(key.family(), key.scale(), step),
          new Content(hash, path),
          (a, b) -> new Content(later(a.hash(), b.hash()), later(a.path(), b.path())));
    }
  }

  private static String later(String a, String b) {
    return Comparator.nullsFirst(Comparator.<String>naturalOrder()).compare(a, b) < 0 ? b : a;
  }

  private static Kind kind(Content before, Content now, boolean listed) {
    if (before == null) {
      return Kind.NEW;
    }
    if (now == null) {
      // Without a sound partner a checkpoint's own content is not told.
      return listed ? Kind.DAMAGED : Kind.VANISHED;
    }
    return before.hash().equals(now.hash()) ? Kind.MOVED : Kind.CHANGED;
  }

  /** Everything of one kind, by family, scale and step. */
  public List<Change> of(Kind kind) {
    return changes.stream().filter(change -> change.kind() == kind).toList();
  }

  /** Whether a family's figures are made from the same contents as before. */
  boolean sameContents(String family) {
    return changes.stream()
        .noneMatch(change -> change.family().equals(family) && change.kind() != Kind.MOVED);
  }

  /** Two checks of a family; none if it was not compared. */
  List<CheckResult> results(String family) {
    if (!compared.contains(family)) {
      return List.of();
    }
    return List.of(
        result(
            UNCHANGED,
            family,
            Kind.CHANGED,
            "%s snapshots have another content than in the previous run and were measured again%s."),
        result(
            PRESENT,
            family,
            Kind.VANISHED,
            "%s snapshots of the previous run are gone, and so are their rows%s."));
  }

  private CheckResult result(Check check, String family, Kind kind, String sentence) {
    List<Change> found = of(kind).stream().filter(c -> c.family().equals(family)).toList();
    return check.atMost(
        family,
        (double) found.size(),
        any -> String.format(Locale.ROOT, sentence, found.size(), names(found)));
  }

  private static String names(List<Change> found) {
    return Check.named(
        found.stream()
            .map(change -> change.scale() + " step " + change.step() + " (" + change.path() + ")")
            .toList(),
        NAMED,
        ", ");
  }
}
