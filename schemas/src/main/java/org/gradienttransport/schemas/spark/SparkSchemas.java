package org.gradienttransport.schemas.spark;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.gradienttransport.schemas.Column;
import org.gradienttransport.schemas.ColumnType;
import org.gradienttransport.schemas.TableSpec;

/** Spark schemas of the published tables. */
public final class SparkSchemas {
  // Spark writes the number under this key into Parquet, where it outlives any renaming.
  private static final String PARQUET_FIELD_ID = "parquet.field.id";

  private SparkSchemas() {}

  /**
   * The table's columns in published order, with comments, units and Parquet field ids. Timestamps
   * are instants; Spark has to be told to write them in microseconds.
   */
  public static StructType structType(TableSpec table) {
    return new StructType(
        table.columns().stream().map(SparkSchemas::field).toArray(StructField[]::new));
  }

  /** Spark's type for values of this type; arrays hold no nulls. */
  public static DataType dataType(ColumnType type) {
    return switch (type) {
      case STRING -> DataTypes.StringType;
      case INT -> DataTypes.IntegerType;
      case LONG -> DataTypes.LongType;
      case DOUBLE -> DataTypes.DoubleType;
      case BOOLEAN -> DataTypes.BooleanType;
      case TIMESTAMP -> DataTypes.TimestampType;
      case DATE -> DataTypes.DateType;
      case LONG_ARRAY, DOUBLE_ARRAY, STRING_ARRAY ->
          DataTypes.createArrayType(dataType(type.element().orElseThrow()), false);
    };
  }

  private static StructField field(Column column) {
    return new StructField(
        column.name(), dataType(column.type()), column.nullable(), metadata(column));
  }

  private static Metadata metadata(Column column) {
    MetadataBuilder metadata =
        new MetadataBuilder()
            .putLong(PARQUET_FIELD_ID, column.id())
            .putString("comment", column.comment());
    if (!column.unit().isEmpty()) {
      metadata.putString("unit", column.unit());
    }
    return metadata.build();
  }
}
