package org.gradienttransport.schemas.spark;

import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructField;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.TableSpec;

/** Records of row types as rows of Spark, and back. */
public final class SparkRows {
  private SparkRows() {}

  /** A row of Spark with the record's values, in the order of the table's columns. */
  public static <R extends Record> Row toSpark(RowType<R> type, R row) {
    return RowFactory.create(external(type.values(row)));
  }

  private static Object[] external(Object[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = external(values[i]);
    }
    return values;
  }

  private static Object external(Object value) {
    if (value instanceof List<?> list) {
      return list.toArray();
    }
    if (value instanceof Instant time) {
      return Timestamp.from(time);
    }
    return value instanceof LocalDate day ? Date.valueOf(day) : value;
  }

  /** The record of a row that {@link #toSpark} made and that has gone nowhere but through RDDs. */
  public static <R extends Record> R fromValues(RowType<R> type, Row row) {
    Object[] values = new Object[row.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.get(i) instanceof Object[] list ? List.of(list) : internal(row.get(i));
    }
    return type.row(values);
  }

  /**
   * The record of a row of Spark that has a schema; columns that it lacks are null.
   *
   * @throws IllegalArgumentException if a value breaks the table's declaration
   */
  public static <R extends Record> R fromSpark(RowType<R> type, Row row) {
    return type.row(values(type.table(), row));
  }

  private static Object[] values(TableSpec table, Row row) {
    Object[] values = new Object[table.columns().size()];
    StructField[] fields = row.schema().fields();
    for (int i = 0; i < fields.length; i++) {
      int place = table.columnNames().indexOf(fields[i].name());
      if (place >= 0 && !row.isNullAt(i)) {
        values[place] =
            fields[i].dataType() instanceof ArrayType
                ? List.copyOf(row.getList(i))
                : internal(row.get(i));
      }
    }
    return values;
  }

  private static Object internal(Object value) {
    if (value instanceof Timestamp time) {
      return time.toInstant();
    }
    return value instanceof Date day ? day.toLocalDate() : value;
  }
}
