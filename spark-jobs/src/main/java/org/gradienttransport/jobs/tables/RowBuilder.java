package org.gradienttransport.jobs.tables;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.gradienttransport.schemas.Column;
import org.gradienttransport.schemas.TableSpec;

/** Builds one row of a declared table, column by column, in any order. */
public final class RowBuilder {
  private final TableSpec table;
  private final Map<String, Integer> positions;
  private final Object[] values;

  private RowBuilder(TableSpec table) {
    this.table = table;
    this.positions = new HashMap<>();
    for (int i = 0; i < table.columns().size(); i++) {
      positions.put(table.columns().get(i).name(), i);
    }
    this.values = new Object[table.columns().size()];
  }

  public static RowBuilder of(TableSpec table) {
    return new RowBuilder(table);
  }

  /** Starts from a row's values in the columns that both have, by name. */
  public static RowBuilder from(TableSpec table, Row row) {
    RowBuilder builder = new RowBuilder(table);
    List<String> names = List.of(row.schema().fieldNames());
    for (int i = 0; i < names.size(); i++) {
      Integer position = builder.positions.get(names.get(i));
      if (position != null) {
        builder.values[position] = row.get(i);
      }
    }
    return builder;
  }

  /**
   * Sets a column. Doubles that are not finite become null: tables hold no NaN and no infinity.
   *
   * @throws IllegalArgumentException when the table has no such column
   */
  public RowBuilder set(Column column, Object value) {
    Integer position = positions.get(column.name());
    if (position == null) {
      throw new IllegalArgumentException(
          "table " + table.name() + " has no column " + column.name());
    }
    values[position] = external(value);
    return this;
  }

  private static Object external(Object value) {
    if (value instanceof Double d && !Double.isFinite(d)) {
      return null;
    }
    // Spark takes arrays and Scala collections for its arrays, not Java lists.
    return value instanceof List<?> list ? list.toArray() : value;
  }

  /**
   * The finished row.
   *
   * @throws IllegalStateException when a column that must have a value has none
   */
  public Row build() {
    for (Column column : table.requiredColumns()) {
      if (values[positions.get(column.name())] == null) {
        throw new IllegalStateException(
            "a row of " + table.name() + " has no value for " + column.name());
      }
    }
    return RowFactory.create(values.clone());
  }
}
