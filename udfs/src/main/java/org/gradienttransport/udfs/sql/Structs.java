package org.gradienttransport.udfs.sql;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.gradienttransport.schemas.vocabulary.FunctionStatus;
import org.gradienttransport.schemas.vocabulary.Word;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** What the functions return in Spark's internal form, and what they share. */
final class Structs {
  private Structs() {}

  /** A struct type from Spark's DDL, such as {@code r DOUBLE, n BIGINT NOT NULL}. */
  static StructType type(String ddl) {
    return StructType.fromDDL(ddl);
  }

  /** The values of a struct; words of the vocabulary are converted to Spark's strings. */
  static InternalRow row(Object... values) {
    return new GenericInternalRow(
        Arrays.stream(values)
            .map(value -> value instanceof Word word ? UTF8String.fromString(word.word()) : value)
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
  static FunctionStatus withoutLogarithm(double[]... columns) {
    if (!finite(columns)) {
      return FunctionStatus.NOT_FINITE;
    }
    boolean positive =
        Arrays.stream(columns).flatMapToDouble(Arrays::stream).allMatch(value -> value > 0.0);
    return positive ? null : FunctionStatus.NOT_POSITIVE;
  }

  static <T> Seq<T> seq(List<T> list) {
    return CollectionConverters.asScala(list).toSeq();
  }
}
