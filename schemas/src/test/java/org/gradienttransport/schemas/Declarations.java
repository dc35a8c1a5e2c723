package org.gradienttransport.schemas;

import java.util.List;

/** Columns and tables declared by hand, for tests of the rules about declarations. */
final class Declarations {
  private Declarations() {}

  /** A column that is never null and holds no quantities. */
  static Column required(int id, String name, ColumnType type, String doc) {
    return required(id, name, type, "", doc);
  }

  /** A column of quantities that is never null. */
  static Column required(int id, String name, ColumnType type, String unit, String doc) {
    return new Column(id, name, type, Presence.REQUIRED, unit, doc, Stability.VALUE);
  }

  /** A column that may be null and holds no quantities. */
  static Column optional(int id, String name, ColumnType type, String doc) {
    return optional(id, name, type, "", doc);
  }

  /** A column of quantities that may be null. */
  static Column optional(int id, String name, ColumnType type, String unit, String doc) {
    return new Column(id, name, type, Presence.OPTIONAL, unit, doc, Stability.VALUE);
  }

  /** The column, left out of comparisons between runs. */
  static Column provenance(Column column) {
    return new Column(
        column.id(),
        column.name(),
        column.type(),
        column.presence(),
        column.unit(),
        column.doc(),
        Stability.PROVENANCE);
  }

  /** The table t of these columns. */
  static TableSpec table(int version, List<Column> columns, Column... key) {
    return new TableSpec("t", version, "One row is x.", columns, List.of(key));
  }
}
