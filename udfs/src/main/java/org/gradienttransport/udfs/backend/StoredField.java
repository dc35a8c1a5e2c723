package org.gradienttransport.udfs.backend;

import java.util.List;
import org.gradienttransport.udfs.tensor.DType;

/**
 * A field as its snapshots store it, for a backend whose device widens and subtracts: a quarter or
 * half of the bytes on their way there. Never takes more than the 8 bytes per entry of doubles:
 * where the stored elements of both snapshots would, the field is widened here.
 */
public final class StoredField implements FieldCollector {
  private final long entries;
  private final StoredEntries later = new StoredEntries();
  private final StoredEntries earlier = new StoredEntries();
  private WidenedField widened;

  public StoredField(long entries) {
    this.entries = entries;
  }

  @Override
  public long entries() {
    return entries;
  }

  @Override
  public void add(DType dtype, byte[] raw, int offset, int count) {
    if (widened == null && !dtype.floating()) { // the kernels widen floating kinds alone
      widen();
    }
    if (widened == null) {
      later.append(dtype, raw, offset, count);
    } else {
      widened.add(dtype, raw, offset, count);
    }
  }

  @Override
  public void subtract(DType dtype, byte[] raw, int offset, int count) {
    if (widened == null && !fits(dtype, earlier.entries(), count)) {
      widen();
    }
    if (widened == null) {
      earlier.append(dtype, raw, offset, count);
    } else {
      widened.subtract(dtype, raw, offset, count);
    }
  }

  /** Whether entries of both snapshots are alike and together no larger than a double. */
  private boolean fits(DType dtype, long first, int count) {
    return 2 * dtype.bytes() <= Double.BYTES && later.allOf(dtype, first, count);
  }

  private void widen() {
    WidenedField target = new WidenedField(entries);
    later.forEach(0, later.entries(), target::add);
    earlier.forEach(0, earlier.entries(), target::subtract);
    later.clear();
    earlier.clear();
    widened = target;
  }

  @Override
  public double[] toDoubles() {
    if (widened == null) {
      widen();
    }
    return widened.toDoubles();
  }

  /** Whether the entries are doubles already, with nothing left for a device to widen. */
  public boolean isWidened() {
    return widened != null;
  }

  /** Stretches of one element type, in ascending order, that together are the field. */
  public List<StoredEntries.Stretch> runs() {
    return later.runs();
  }

  /** The snapshot's elements. */
  public StoredEntries later() {
    return later;
  }

  /** The earlier snapshot's elements, of the same types; none for a gradient. */
  public StoredEntries earlier() {
    return earlier;
  }
}
