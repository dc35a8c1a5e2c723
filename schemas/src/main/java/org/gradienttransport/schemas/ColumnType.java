package org.gradienttransport.schemas;

import java.util.Locale;
import java.util.Optional;

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

  /** Type of a sequence's elements; empty for columns that hold no sequences. */
  public Optional<ColumnType> element() {
    return switch (this) {
      case LONG_ARRAY -> Optional.of(LONG);
      case DOUBLE_ARRAY -> Optional.of(DOUBLE);
      case STRING_ARRAY -> Optional.of(STRING);
      default -> Optional.empty();
    };
  }

  /** Whether values are quantities, so that the column has a unit. */
  public boolean measured() {
    return switch (element().orElse(this)) {
      case INT, LONG, DOUBLE -> true;
      default -> false;
    };
  }

  /** Name for people, lower case: long, array of double. */
  public String label() {
    return element()
        .map(element -> "array of " + element.label())
        .orElseGet(() -> name().toLowerCase(Locale.ROOT));
  }
}
