package org.gradienttransport.schemas;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One published table: what a row is, its columns, and what identifies and orders its rows.
 *
 * <p>Tables are not partitioned: files are few and sorted, so their statistics prune.
 */
public final class TableSpec {
  private final String name;
  private final int version;
  private final String doc;
  private final List<Column> columns;
  private final List<Column> key;
  private final List<Column> sortOrder;

  private TableSpec(Builder builder) {
    name = builder.name;
    version = builder.version;
    doc = Objects.requireNonNull(builder.doc, "doc");
    columns = List.copyOf(builder.columns);
    key = List.copyOf(builder.key);
    sortOrder = builder.sortOrder.isEmpty() ? key : List.copyOf(builder.sortOrder);
    requireDistinctColumns();
    requireKey();
  }

  /** Starts the declaration of a table. */
  static Builder named(String name) {
    return new Builder(name);
  }

  /** Name in SQL and on disk, lower snake case. */
  public String name() {
    return name;
  }

  /** Raised whenever columns are added. */
  public int version() {
    return version;
  }

  /** What one row is, a sentence. */
  public String doc() {
    return doc;
  }

  /** All columns, in published order. */
  public List<Column> columns() {
    return columns;
  }

  /** Columns whose values together identify a row; none is null. */
  public List<Column> key() {
    return key;
  }

  /** Columns by which rows are sorted within files, each ascending. */
  public List<Column> sortOrder() {
    return sortOrder;
  }

  /** Columns that runs of the same input agree on to the last bit. */
  public List<Column> valueColumns() {
    return where(column -> column.stability() == Stability.VALUE);
  }

  /** Columns that are never null. */
  public List<Column> requiredColumns() {
    return where(column -> !column.nullable());
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
                    "table "
                        + name
                        + " has no column '"
                        + columnName
                        + "', only "
                        + columnNames()));
  }

  @Override
  public String toString() {
    return name + " v" + version + columnNames();
  }

  private List<Column> where(Predicate<Column> wanted) {
    return columns.stream().filter(wanted).toList();
  }

  private void requireDistinctColumns() {
    Set<String> names = new HashSet<>();
    Set<Integer> ids = new HashSet<>();
    for (Column column : columns) {
      if (!names.add(column.name()) || !ids.add(column.id())) {
        throw new IllegalArgumentException(
            "table " + name + " declares the name or id of " + column + " twice");
      }
    }
  }

  private void requireKey() {
    if (key.isEmpty()) {
      throw new IllegalArgumentException("table " + name + " has no key");
    }
    for (Column column : key) {
      if (column.nullable() || !columns.contains(column)) {
        throw new IllegalArgumentException(
            "key column " + column.name() + " of " + name + " is not one of its required columns");
      }
    }
    if (!columns.containsAll(sortOrder)) {
      throw new IllegalArgumentException(
          "table " + name + " is sorted by columns it does not have");
    }
  }

  /** Collects the parts of a declaration. */
  static final class Builder {
    private final String name;
    private int version = 1;
    private String doc;
    private List<Column> columns = new ArrayList<>();
    private List<Column> key = List.of();
    private List<Column> sortOrder = List.of();

    private Builder(String name) {
      this.name = name;
    }

    Builder version(int number) {
      version = number;
      return this;
    }

    Builder oneRowIs(String sentence) {
      doc = "One row is " + sentence;
      return this;
    }

    Builder columns(Column... published) {
      columns = List.of(published);
      return this;
    }

    Builder key(Column... identifying) {
      key = List.of(identifying);
      return this;
    }

    /** Only if rows are not sorted by their key. */
    Builder sortedBy(Column... order) {
      sortOrder = List.of(order);
      return this;
    }

    TableSpec build() {
      return new TableSpec(this);
    }
  }
}
