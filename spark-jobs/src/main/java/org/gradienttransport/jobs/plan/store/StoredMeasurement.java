package org.gradienttransport.jobs.plan.store;

import java.util.List;
import org.gradienttransport.jobs.plan.input.LoadedField;
import org.gradienttransport.jobs.plan.input.SnapshotContent;
import org.gradienttransport.jobs.plan.input.TensorContent;
import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.Part;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.rows.FieldTransport;

/** A measurement as the store keeps it: the columns of field_transport behind its key and wave. */
@Table(
    name = "store",
    row = "one relaxation, measured once.",
    key = {"lookup_key", "wave"})
public record StoredMeasurement(
    @Col("Key by which a planned relaxation finds its measurement.") String lookupKey,
    @Col("Number of the wave it came with; of two with one key the later wave counts.") long wave,
    @Part FieldTransport field,
    @Part(optional = true) Tensors tensors) {

  /** How the store's files are read. */
  public static final RowType<StoredMeasurement> ROWS = RowType.of(StoredMeasurement.class);

  /**
   * The tensors of a real field, in canonical order; absent for nulls, for refused fields, and in
   * what was measured before tensors were kept.
   */
  public record Tensors(
      @Col(value = "What the family's rules call each tensor.", optional = true)
          List<String> tensorNames,
      @Col(value = "Number of dimensions of each.", optional = true) List<Long> tensorDimensions,
      @Col(
              value = "Hash of the content of each at the step; 0 where equality says nothing.",
              optional = true)
          List<Long> tensorHashes,
      @Col(
              value =
                  "Hash of the content of each at the earlier step; null for a gradient, 0 where equality says nothing.",
              optional = true)
          List<Long> fromTensorHashes,
      @Col(
              value =
                  "Kind of the elements of each at the step; null where it was measured before kinds were kept.",
              optional = true)
          List<String> tensorTypes,
      @Col(
              value = "Kind of the elements of each at the earlier step; null for a gradient.",
              optional = true)
          List<String> fromTensorTypes) {

    /** What is kept of a field's tensors. */
    public static Tensors of(LoadedField field) {
      return new Tensors(
          field.content().tensors().stream().map(TensorContent::name).toList(),
          field.content().tensors().stream().map(one -> (long) one.shape().size()).toList(),
          hashes(field.content()),
          field.from() == null ? null : hashes(field.from()),
          types(field.content()),
          field.from() == null ? null : types(field.from()));
    }

    private static List<String> types(SnapshotContent content) {
      return content.tensors().stream().map(one -> one.dtype().torchName()).toList();
    }

    private static List<Long> hashes(SnapshotContent content) {
      return content.tensors().stream().map(TensorContent::hash).toList();
    }
  }
}
