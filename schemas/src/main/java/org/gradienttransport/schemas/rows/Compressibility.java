package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.FAMILY;
import static org.gradienttransport.schemas.SharedColumn.FIT_STATUS;
import static org.gradienttransport.schemas.SharedColumn.MESSAGE;
import static org.gradienttransport.schemas.SharedColumn.SCALES;
import static org.gradienttransport.schemas.SharedColumn.STEP;

import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.Part;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Shared;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.vocabulary.FitStatus;

/**
 * Compressibility (METHOD section 2, after section III.C): the three coefficients of determination,
 * and how far each slope moves when one scale is left out.
 */
@Table(
    name = "compressibility",
    row = "how well one power law in N describes the family at one step.",
    key = {"family", "field_kind", "replicate", "step"})
public record Compressibility(
    @Shared(FAMILY) String family,
    @Shared(STEP) long step,
    @Part Realisation realisation,
    @Col("Coefficient of determination of the D fit.") Double r2Size,
    @Col("Coefficient of determination of the z fit; null when all durations are equal.")
        Double r2Duration,
    @Col("Coefficient of determination of the delta fit.") Double r2Intensive,
    @Col("Smallest D when one scale is left out.") Double looSizeMin,
    @Col("Largest D when one scale is left out.") Double looSizeMax,
    @Col("Smallest z when one scale is left out.") Double looDurationMin,
    @Col("Largest z when one scale is left out.") Double looDurationMax,
    @Col("Smallest delta when one scale is left out.") Double looIntensiveMin,
    @Col("Largest delta when one scale is left out.") Double looIntensiveMax,
    @Shared(SCALES) int scales,
    @Shared(FIT_STATUS) FitStatus status,
    @Shared(MESSAGE) String message) {

  public static final RowType<Compressibility> ROWS = RowType.of(Compressibility.class);
}
