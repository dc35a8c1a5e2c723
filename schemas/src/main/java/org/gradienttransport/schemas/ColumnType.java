package org.gradienttransport.schemas;

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

  /** Whether values are sequences. */
  public boolean array() {
    return this == LONG_ARRAY || this == DOUBLE_ARRAY || this == STRING_ARRAY;
  }
}
