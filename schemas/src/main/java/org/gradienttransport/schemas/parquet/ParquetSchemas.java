package org.gradienttransport.schemas.parquet;

import static org.apache.parquet.schema.LogicalTypeAnnotation.dateType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import java.util.Optional;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.gradienttransport.schemas.Column;
import org.gradienttransport.schemas.ColumnType;
import org.gradienttransport.schemas.TableSpec;

/** Parquet schemas of the published tables, equal to those that Spark writes for them. */
public final class ParquetSchemas {
  private ParquetSchemas() {}

  /** The table's columns in published order, with their ids. */
  public static MessageType messageType(TableSpec table) {
    return new MessageType(
        "spark_schema", table.columns().stream().map(ParquetSchemas::field).toList());
  }

  private static Type field(Column column) {
    Repetition repetition = column.nullable() ? Repetition.OPTIONAL : Repetition.REQUIRED;
    Optional<ColumnType> element = column.type().element();
    Type type =
        element.isEmpty()
            ? primitive(column.type(), repetition, column.name())
            : Types.list(repetition)
                .element(primitive(element.get(), Repetition.REQUIRED, "element"))
                .named(column.name());
    return type.withId(column.id());
  }

  private static PrimitiveType primitive(ColumnType type, Repetition repetition, String name) {
    return switch (type) {
      case STRING -> Types.primitive(BINARY, repetition).as(stringType()).named(name);
      case INT -> Types.primitive(INT32, repetition).named(name);
      case LONG -> Types.primitive(INT64, repetition).named(name);
      case DOUBLE -> Types.primitive(DOUBLE, repetition).named(name);
      case BOOLEAN -> Types.primitive(BOOLEAN, repetition).named(name);
      case DATE -> Types.primitive(INT32, repetition).as(dateType()).named(name);
      case TIMESTAMP ->
          Types.primitive(INT64, repetition).as(timestampType(true, TimeUnit.MICROS)).named(name);
      case LONG_ARRAY, DOUBLE_ARRAY, STRING_ARRAY ->
          throw new IllegalArgumentException(type + " is no type of single values");
    };
  }
}
