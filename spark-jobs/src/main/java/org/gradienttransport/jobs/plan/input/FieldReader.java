package org.gradienttransport.jobs.plan.input;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.Scale;
import org.gradienttransport.udfs.backend.FieldCollector;
import org.gradienttransport.udfs.layout.FieldLayout;
import org.gradienttransport.udfs.layout.LayoutException;
import org.gradienttransport.udfs.tensor.DType;
import org.gradienttransport.udfs.tensor.TensorFile;

/**
 * Reads a field: the tensors a layout names, in its canonical order, widened to double; for a
 * difference the earlier checkpoint's values are subtracted in double, chunk by chunk, so one array
 * of N doubles is all the memory it takes. The two checkpoints must have the same tensors in the
 * same shapes: only then is an entry of the one the same parameter as that entry of the other.
 */
public final class FieldReader {
  private final FieldLayout layout;
  private final OptionalInt expectedTensors;
  private final Configuration configuration;
  private final LongFunction<FieldCollector> collectors;
  private final LongConsumer progress;

  /** A reader whose progress nobody follows. */
  public FieldReader(
      Family family,
      Scale scale,
      Configuration configuration,
      LongFunction<FieldCollector> collectors) {
    this(family, scale, configuration, collectors, bytes -> {});
  }

  /**
   * A reader that says how far it is.
   *
   * @param scale whose tensors make the field
   * @param collectors makes room for a field of so many entries, as the backend takes it
   * @param progress told of bytes as they are read
   */
  public FieldReader(
      Family family,
      Scale scale,
      Configuration configuration,
      LongFunction<FieldCollector> collectors,
      LongConsumer progress) {
    this.progress = progress;
    this.layout = family.layout(scale);
    this.expectedTensors = family.expectedTensors();
    this.configuration = configuration;
    this.collectors = collectors;
  }

  /**
   * Reads a field.
   *
   * @param from the earlier snapshot's files; empty for a gradient
   * @param to the snapshot's files, the index first where the snapshot is sharded
   * @param entries N that the family's description promises
   * @throws FieldRefusedException when the files cannot become a field of that size
   */
  public LoadedField read(List<SnapshotFile> from, List<SnapshotFile> to, long entries)
      throws FieldRefusedException {
    Room room = new Room(entries);
    SnapshotPass later = new SnapshotPass(configuration, to, progress);
    later.run(file -> tensors(file, entries), room::add);
    if (from.isEmpty()) {
      return new LoadedField(room.field(), later.content(), null, later.bytes());
    }
    SnapshotPass earlier = new SnapshotPass(configuration, from, progress);
    earlier.run(file -> tensorsLike(later.tensors(), file, entries), room::subtract);
    return new LoadedField(
        room.field(), later.content(), earlier.content(), later.bytes() + earlier.bytes());
  }

  private FieldTensors tensors(TensorFile file, long entries)
      throws LayoutException, FieldRefusedException {
    return FieldTensors.of(file, layout, expectedTensors, entries);
  }

  private FieldTensors tensorsLike(FieldTensors later, TensorFile file, long entries)
      throws LayoutException, FieldRefusedException {
    FieldTensors earlier = tensors(file, entries);
    later.requireLike(earlier);
    return earlier;
  }

  /** Room for the field, made once a file has shown that it has one of that size. */
  private final class Room {
    private final long entries;
    private FieldCollector field;

    Room(long entries) {
      this.entries = entries;
    }

    private FieldCollector field() {
      if (field == null) {
        field = collectors.apply(entries);
      }
      return field;
    }

    void add(DType dtype, byte[] raw, int offset, int count) {
      field().add(dtype, raw, offset, count);
    }

    void subtract(DType dtype, byte[] raw, int offset, int count) {
      field().subtract(dtype, raw, offset, count);
    }
  }
}
