package org.gradienttransport.schemas;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Rules by which a published table may change: columns are added, and nothing else. */
final class SchemaEvolution {
  private final TableSpec before;
  private final TableSpec after;
  private final List<String> violations = new ArrayList<>();

  private SchemaEvolution(TableSpec before, TableSpec after) {
    this.before = before;
    this.after = after;
  }

  /**
   * What in the new declaration breaks readers of the old one, or the reading of old files.
   *
   * @return sentences; empty if the change is allowed
   */
  static List<String> violations(TableSpec before, TableSpec after) {
    SchemaEvolution evolution = new SchemaEvolution(before, after);
    evolution.compareKeys();
    before.columns().forEach(evolution::compareColumn);
    evolution.added().forEach(evolution::checkAdded);
    evolution.compareVersions();
    return List.copyOf(evolution.violations);
  }

  private void compareKeys() {
    List<String> old = before.key().stream().map(Column::name).toList();
    List<String> now = after.key().stream().map(Column::name).toList();
    if (!old.equals(now)) {
      report("the key changed from " + old + " to " + now);
    }
  }

  private void compareColumn(Column old) {
    Optional<Column> found =
        after.columns().stream().filter(column -> column.id() == old.id()).findFirst();
    if (found.isEmpty()) {
      report("column " + old.name() + " (id " + old.id() + ") was removed");
      return;
    }
    Column now = found.get();
    compare(old, "name", old.name(), now.name());
    compare(old, "type", old.type(), now.type());
    compare(old, "unit", old.unit(), now.unit());
    compare(old, "stability", old.stability(), now.stability());
    if (old.nullable() && !now.nullable()) {
      report("column " + old.name() + " may be null in old files and cannot become required");
    }
  }

  private void compare(Column old, String what, Object was, Object is) {
    if (!Objects.equals(was, is)) {
      report("the " + what + " of column " + old.name() + " changed from " + was + " to " + is);
    }
  }

  private void checkAdded(Column column) {
    int largest = before.columns().stream().mapToInt(Column::id).max().orElse(0);
    if (column.id() <= largest) {
      report(
          "new column " + column.name() + " needs an id above " + largest + ", got " + column.id());
    }
    if (!column.nullable()) {
      report("new column " + column.name() + " is absent from old files and must be optional");
    }
  }

  private void compareVersions() {
    int least = added().isEmpty() ? before.version() : before.version() + 1;
    if (after.version() < least) {
      report("version must be at least " + least + ", got " + after.version());
    }
  }

  private List<Column> added() {
    return after.columns().stream()
        .filter(column -> before.columns().stream().noneMatch(old -> old.id() == column.id()))
        .toList();
  }

  private void report(String sentence) {
    violations.add("table " + before.name() + ": " + sentence);
  }
}
