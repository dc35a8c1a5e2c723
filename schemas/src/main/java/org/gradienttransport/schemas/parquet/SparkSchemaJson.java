package org.gradienttransport.schemas.parquet;

import static java.util.stream.Collectors.joining;

import org.gradienttransport.schemas.Column;
import org.gradienttransport.schemas.ColumnType;
import org.gradienttransport.schemas.TableSpec;

/**
 * Spark's own description of a table's columns, made without Spark: programs that only read small
 * tables start sooner.
 */
final class SparkSchemaJson {
  private SparkSchemaJson() {}

  static String of(TableSpec table) {
    return table.columns().stream()
        .map(SparkSchemaJson::field)
        .collect(joining(",", "{\"type\":\"struct\",\"fields\":[", "]}"));
  }

  private static String field(Column column) {
    String unit = column.unit().isEmpty() ? "" : ",\"unit\":" + quoted(column.unit());
    return "{\"name\":"
        + quoted(column.name())
        + ",\"type\":"
        + type(column.type())
        + ",\"nullable\":"
        + column.nullable()
        + ",\"metadata\":{\"parquet.field.id\":"
        + column.id()
        + ",\"comment\":"
        + quoted(column.comment())
        + unit
        + "}}";
  }

  private static String type(ColumnType type) {
    return type.element()
        .map(
            element ->
                "{\"type\":\"array\",\"elementType\":%s,\"containsNull\":false}"
                    .formatted(quoted(name(element))))
        .orElseGet(() -> quoted(name(type)));
  }

  private static String name(ColumnType type) {
    return type == ColumnType.INT ? "integer" : type.label();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
