package org.gradienttransport.schemas.parquet;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.Type;
import org.gradienttransport.schemas.Column;
import org.gradienttransport.schemas.ColumnType;
import org.gradienttransport.schemas.TableSpec;

/** The values of a table's columns in a row as Parquet has read it. */
final class StoredValues {
  private StoredValues() {}

  /**
   * One value per column, in published order; null where the row has none or the file lacks the
   * column.
   *
   * @throws IllegalArgumentException naming a column that is stored as another type
   */
  static Object[] of(TableSpec table, Group row) {
    Object[] values = new Object[table.columns().size()];
    for (int i = 0; i < values.length; i++) {
      Column column = table.columns().get(i);
      if (row.getType().containsField(column.name())) {
        values[i] = value(table, column, row);
      }
    }
    return values;
  }

  private static Object value(TableSpec table, Column column, Group row) {
    int field = row.getType().getFieldIndex(column.name());
    Type stored = row.getType().getType(field);
    Optional<ColumnType> element = column.type().element();
    try {
      if (stored.isPrimitive() != element.isEmpty()) {
        throw new UnsupportedOperationException("a list is no single value");
      }
      if (row.getFieldRepetitionCount(field) == 0) {
        return null;
      }
      return element.isEmpty()
          ? single(column.type(), row, field)
          : list(element.get(), row.getGroup(field, 0));
    } catch (UnsupportedOperationException | ClassCastException e) {
      throw new IllegalArgumentException(
          "column " + column.name() + " of " + table.name() + " is stored as " + stored, e);
    }
  }

  /** A list is a group that repeats a group of one element. */
  private static List<Object> list(ColumnType element, Group list) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
      values.add(single(element, list.getGroup(0, i), 0));
    }
    return Collections.unmodifiableList(values);
  }

  private static Object single(ColumnType type, Group group, int field) {
    return switch (type) {
      case STRING -> group.getString(field, 0);
      case INT -> group.getInteger(field, 0);
      case LONG -> group.getLong(field, 0);
      case DOUBLE -> group.getDouble(field, 0);
      case BOOLEAN -> group.getBoolean(field, 0);
      case DATE -> LocalDate.ofEpochDay(group.getInteger(field, 0));
      case TIMESTAMP -> Instant.EPOCH.plus(group.getLong(field, 0), ChronoUnit.MICROS);
      case LONG_ARRAY, DOUBLE_ARRAY, STRING_ARRAY ->
          throw new UnsupportedOperationException(type + " is no type of single values");
    };
  }
}
