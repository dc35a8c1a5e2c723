package org.gradienttransport.udfs.backend;

import org.gradienttransport.udfs.tensor.DType;

/** A field as one array of doubles: every piece is widened as it comes. */
public final class WidenedField implements FieldCollector {
  private final double[] values;
  private int added;
  private int subtracted;

  /** Room for a field of so many entries. */
  public WidenedField(long entries) {
    this(new double[Math.toIntExact(entries)]);
  }

  /** A field whose entries are in memory already. */
  public WidenedField(double[] values) {
    this.values = values;
  }

  @Override
  public long entries() {
    return values.length;
  }

  @Override
  public void add(DType dtype, byte[] raw, int offset, int count) {
    dtype.widen(raw, offset, count, values, added);
    added += count;
  }

  @Override
  public void subtract(DType dtype, byte[] raw, int offset, int count) {
    dtype.subtract(raw, offset, count, values, subtracted);
    subtracted += count;
  }

  @Override
  public double[] toDoubles() {
    return values;
  }
}
