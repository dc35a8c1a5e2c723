package org.gradienttransport.udfs.sql;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Results of several fields. */
final class Structs {
  static final DataType DOUBLE = DataTypes.DoubleType;
  static final DataType LONG = DataTypes.LongType;
  static final DataType INT = DataTypes.IntegerType;
  static final DataType STRING = DataTypes.StringType;

  private Structs() {}

  /** A field that may be null. */
  static StructField field(String name, DataType type) {
    return DataTypes.createStructField(name, type, true);
  }

  /** A field that never is. */
  static StructField required(String name, DataType type) {
    return DataTypes.createStructField(name, type, false);
  }

  static StructType struct(StructField... fields) {
    return new StructType(fields);
  }

  /** A struct's values in Spark's internal form. */
  static InternalRow row(Object... values) {
    return new GenericInternalRow(values);
  }

  static UTF8String text(String value) {
    return UTF8String.fromString(value);
  }
}
