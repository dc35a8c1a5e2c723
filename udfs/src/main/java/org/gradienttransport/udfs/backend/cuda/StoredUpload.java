package org.gradienttransport.udfs.backend.cuda;

import java.nio.ByteBuffer;
import org.gradienttransport.udfs.backend.StoredEntries;
import org.gradienttransport.udfs.backend.StoredField;
import org.gradienttransport.udfs.tensor.DType;

/**
 * Copies a field to the device as its snapshots store it, and widens and subtracts it there. What
 * is copied waits in another buffer of the field's size, at the place of its own doubles, so that
 * no piece overwrites another.
 */
final class StoredUpload {
  private final Lane lane;
  private final StoredField field;
  private final DeviceMemory to;
  private final DeviceMemory waiting;
  private final int snapshots;

  StoredUpload(Lane lane, StoredField field, DeviceMemory to, DeviceMemory waiting) {
    this.lane = lane;
    this.field = field;
    this.to = to;
    this.waiting = waiting;
    this.snapshots = field.earlier().entries() == 0 ? 1 : 2;
  }

  void run() {
    if (field.isWidened()) {
      lane.staging().upload(field.toDoubles(), to, lane.stream());
      return;
    }
    for (StoredEntries.Stretch run : field.runs()) {
      int most = Staging.HALF_BYTES / (run.dtype().bytes() * snapshots);
      for (long done = 0; done < run.count(); done += most) {
        upload(run.dtype(), run.first() + done, (int) Math.min(most, run.count() - done));
      }
    }
  }

  private void upload(DType dtype, long first, int count) {
    ByteBuffer half = lane.staging().free();
    field.later().forEach(first, count, (d, raw, at, n) -> half.put(raw, at, n * d.bytes()));
    if (snapshots == 2) {
      field.earlier().forEach(first, count, (d, raw, at, n) -> half.put(raw, at, n * d.bytes()));
    }
    long target = to.address() + Double.BYTES * first;
    if (dtype == DType.F64) {
      lane.staging().send(target, half.position(), lane.stream());
      return;
    }
    long later = waiting.address() + Double.BYTES * first;
    lane.staging().send(later, half.position(), lane.stream());
    if (snapshots == 1) {
      lane.stream().launch(Kernel.valueOf("WIDEN_" + dtype), count, later, target, (long) count);
    } else {
      long earlier = later + (long) count * dtype.bytes();
      lane.stream()
          .launch(
              Kernel.valueOf("DIFFERENCE_" + dtype), count, earlier, later, target, (long) count);
    }
  }
}
