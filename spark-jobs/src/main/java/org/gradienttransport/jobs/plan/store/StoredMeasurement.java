package org.gradienttransport.jobs.plan.store;

import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.Part;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.Units;
import org.gradienttransport.schemas.rows.FieldTransport;

/** A measurement as the store keeps it: the columns of field_transport behind its key and wave. */
@Table(
    name = "store",
    row = "one relaxation, measured once.",
    key = {"lookup_key", "wave"})
public record StoredMeasurement(
    @Col("Key by which a planned relaxation finds its measurement.") String lookupKey,
    @Col(
            value = "Number of the wave it came with; of two with one key the later wave counts.",
            unit = Units.NONE)
        long wave,
    @Part FieldTransport field) {

  /** How the store's files are read. */
  public static final RowType<StoredMeasurement> ROWS = RowType.of(StoredMeasurement.class);
}
