package org.gradienttransport.jobs.aggregate;

import org.gradienttransport.jobs.plan.store.StoredMeasurement.Tensors;
import org.gradienttransport.schemas.Part;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.rows.FieldTransport;

/**
 * A row of field_transport and what the store keeps of its tensors.
 *
 * @param tensors null where the store keeps none
 */
@Table(
    name = "measured_field",
    row = "one planned relaxation with its measurement.",
    key = {"family", "scale", "step", "field_kind", "replicate"})
public record MeasuredField(@Part FieldTransport field, @Part(optional = true) Tensors tensors) {

  /** How they travel between tasks. */
  static final RowType<MeasuredField> ROWS = RowType.of(MeasuredField.class);
}
