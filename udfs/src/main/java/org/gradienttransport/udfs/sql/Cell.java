package org.gradienttransport.udfs.sql;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.gradienttransport.udfs.probe.FieldKind;

/** Type of an aggregate's argument, and how it is kept in 64 bits. */
enum Cell {
  LONG(DataTypes.LongType) {
    @Override
    long encode(Object value) {
      return (Long) value;
    }

    @Override
    int compare(long a, long b) {
      return Long.compare(a, b);
    }
  },
  DOUBLE(DataTypes.DoubleType) {
    @Override
    long encode(Object value) {
      return Double.doubleToRawLongBits((Double) value);
    }

    @Override
    int compare(long a, long b) {
      return Double.compare(Double.longBitsToDouble(a), Double.longBitsToDouble(b));
    }
  },
  /** A field kind: real, n0, n1 or n2. */
  KIND(DataTypes.StringType) {
    @Override
    long encode(Object value) {
      return FieldKind.ofLabel(value.toString()).ordinal();
    }

    @Override
    int compare(long a, long b) {
      return Long.compare(a, b);
    }
  };

  private final DataType type;

  Cell(DataType type) {
    this.type = type;
  }

  DataType type() {
    return type;
  }

  /** The bits of a value that is not null. */
  abstract long encode(Object value);

  abstract int compare(long a, long b);
}
