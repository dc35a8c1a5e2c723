package org.gradienttransport.schemas;

import java.util.Locale;

/** Types a published column can have: few, and known to every engine that reads Parquet. */
public enum ColumnType {
  /** UTF-8 text. */
  STRING,
  /** Signed 32-bit integer. */
  INT,
  /** Signed 64-bit integer. */
  LONG,
  /** IEEE double, never NaN or infinite. */
  DOUBLE,
  /** True or false. */
  BOOLEAN,
  /** An instant, in microseconds of UTC. */
  TIMESTAMP,
  /** A calendar day. */
  DATE,
  /** A sequence of signed 64-bit integers without nulls. */
  LONG_ARRAY,
  /** A sequence of doubles without nulls, NaN or infinities. */
  DOUBLE_ARRAY,
  /** A sequence of texts without nulls. */
  STRING_ARRAY;

  /** Whether values are quantities, so that the column has a unit. */
  public boolean measured() {
    return switch (this) {
      case INT, LONG, DOUBLE, LONG_ARRAY, DOUBLE_ARRAY -> true;
      case STRING, BOOLEAN, TIMESTAMP, DATE, STRING_ARRAY -> false;
    };
  }

  /** Name for people, lower case: long, array of double. */
  public String label() {
    return switch (this) {
      case LONG_ARRAY -> "array of long";
      case DOUBLE_ARRAY -> "array of double";
      case STRING_ARRAY -> "array of string";
      default -> name().toLowerCase(Locale.ROOT);
    };
  }
}
