package org.gradienttransport.schemas;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * One published table: what a row is, its columns, and what identifies and orders its rows.
 *
 * <p>Tables are not partitioned: files are few and sorted, so their statistics prune.
 *
 * @param name in SQL and on disk, lower snake case
 * @param version raised whenever columns are added
 * @param doc what one row is, a sentence
 * @param columns all columns, in published order
 * @param key columns whose values together identify a row, none of them null; rows are sorted by
 *     them within files, each ascending
 */
public record TableSpec(
    String name, int version, String doc, List<Column> columns, List<Column> key) {

  public TableSpec {
    Objects.requireNonNull(doc, "doc");
    columns = List.copyOf(columns);
    key = List.copyOf(key);
    requireDistinct(name, columns);
    requireKey(name, columns, key);
  }

  /** Columns that runs of the same input agree on to the last bit. */
  public List<Column> valueColumns() {
    return columns.stream().filter(column -> column.stability() == Stability.VALUE).toList();
  }

  /** Names of all columns, in published order. */
  public List<String> columnNames() {
    return columns.stream().map(Column::name).toList();
  }

  /**
   * The column of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Column column(String columnName) {
    return columns.stream()
        .filter(column -> column.name().equals(columnName))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Table %s has no column '%s', only %s"
                        .formatted(name, columnName, columnNames())));
  }

  @Override
  public String toString() {
    return name + " v" + version + columnNames();
  }

  private static void requireDistinct(String table, List<Column> columns) {
    Set<String> names = new HashSet<>();
    Set<Integer> ids = new HashSet<>();
    for (Column column : columns) {
      if (!names.add(column.name()) || !ids.add(column.id())) {
        throw new IllegalArgumentException(
            "table " + table + " declares the name or id of " + column + " twice");
      }
    }
  }

  private static void requireKey(String table, List<Column> columns, List<Column> key) {
    if (key.isEmpty()) {
      throw new IllegalArgumentException("table " + table + " has no key");
    }
    for (Column column : key) {
      if (column.nullable() || !columns.contains(column)) {
        throw new IllegalArgumentException(
            "key column " + column.name() + " of " + table + " is not one of its required columns");
      }
    }
  }
}
