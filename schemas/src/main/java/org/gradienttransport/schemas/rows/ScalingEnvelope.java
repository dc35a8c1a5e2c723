package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.SERIES;
import static org.gradienttransport.schemas.SharedColumn.SOURCE;

import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Shared;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.Units;
import org.gradienttransport.schemas.vocabulary.LawStatus;

/** The envelope of approach 1 (METHOD-SCALING section 4): the best curve at each compute. */
@Table(
    name = "scaling_envelope",
    row = "one amount of compute, with the run whose curve is lowest there.",
    key = {"source", "series", "flops"})
public record ScalingEnvelope(
    @Shared(SOURCE) String source,
    @Shared(SERIES) String series,
    @Col(value = "Compute.", unit = Units.FLOPS) double flops,
    @Col("Name of the run whose curve is lowest.") String run,
    @Col(value = "N of that run.", unit = Units.PARAMETERS) double n,
    @Col(value = "Its loss there, interpolated in logarithms.", unit = Units.NATS) double loss,
    @Col(
            "ok, or edge where the smallest or the largest N wins, so that the point stays out of the fit.")
        LawStatus status) {

  /** How its rows are published. */
  public static final RowType<ScalingEnvelope> ROWS = RowType.of(ScalingEnvelope.class);
}
