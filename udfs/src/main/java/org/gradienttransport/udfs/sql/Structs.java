package org.gradienttransport.udfs.sql;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** What the functions return in Spark's internal form, and the statuses they share. */
final class Structs {
  static final String OK = "ok";
  static final String NOT_FINITE = "not_finite";
  static final String NOT_POSITIVE = "not_positive";
  static final String NO_VALUES = "no_values";
  static final String REPEATED_STEP = "repeated_step";

  private Structs() {}

  /** A struct type from Spark's DDL, such as {@code r DOUBLE, n BIGINT NOT NULL}. */
  static StructType type(String ddl) {
    return StructType.fromDDL(ddl);
  }

  /** The values of a struct; strings are converted to Spark's own. */
  static InternalRow row(Object... values) {
    return new GenericInternalRow(
        Arrays.stream(values)
            .map(value -> value instanceof String text ? UTF8String.fromString(text) : value)
            .toArray());
  }

  /** A struct whose fields are null but for the last ones, which are given. */
  static InternalRow nulls(StructType type, Object... last) {
    Object[] values = new Object[type.size()];
    System.arraycopy(last, 0, values, values.length - last.length, last.length);
    return row(values);
  }

  /** Whether every value of every column is a finite number. */
  static boolean finite(double[]... columns) {
    return Arrays.stream(columns).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite);
  }

  /** The status of values that have no logarithms; null if all have. */
  static String withoutLogarithm(double[]... columns) {
    if (!finite(columns)) {
      return NOT_FINITE;
    }
    boolean positive =
        Arrays.stream(columns).flatMapToDouble(Arrays::stream).allMatch(value -> value > 0.0);
    return positive ? null : NOT_POSITIVE;
  }

  static <T> Seq<T> seq(List<T> list) {
    return CollectionConverters.asScala(list).toSeq();
  }
}
