package org.gradienttransport.udfs.sql;

import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.schemas.vocabulary.Word;

/** Type of an aggregate's argument, and how it is kept in 64 bits. */
enum Cell {
  LONG,
  DOUBLE,
  /** A field kind: real, n0, n1 or n2. */
  KIND;

  private static final List<FieldKind> KINDS = List.of(FieldKind.values());

  DataType type() {
    return switch (this) {
      case LONG -> DataTypes.LongType;
      case DOUBLE -> DataTypes.DoubleType;
      case KIND -> DataTypes.StringType;
    };
  }

  /**
   * The bits of a value that is not null.
   *
   * @throws IllegalArgumentException for an unknown field kind
   */
  long encode(Object value) {
    return switch (this) {
      case LONG -> (Long) value;
      case DOUBLE -> Double.doubleToRawLongBits((Double) value);
      case KIND -> KINDS.indexOf(Word.parse(FieldKind.class, value.toString()));
    };
  }

  /** The field kind of these bits. */
  static FieldKind kind(long bits) {
    return KINDS.get((int) bits);
  }

  int compare(long a, long b) {
    return this == DOUBLE
        ? Double.compare(Double.longBitsToDouble(a), Double.longBitsToDouble(b))
        : Long.compare(a, b);
  }
}
