package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.FAMILY;
import static org.gradienttransport.schemas.SharedColumn.FIT_STATUS;
import static org.gradienttransport.schemas.SharedColumn.STEP;

import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.Part;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Shared;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.vocabulary.FitStatus;
import org.gradienttransport.schemas.vocabulary.Verdict;

/**
 * Closure (METHOD section 2, Eq. 9): beta = D - z and delta = beta - 1 hold to rounding at every
 * fitted step, or the code is wrong.
 */
@Table(
    name = "closure_check",
    row =
        "the two closure relations at one step, which are algebra when the same points are fitted.",
    key = {"family", "field_kind", "replicate", "step"})
public record ClosureCheck(
    @Shared(FAMILY) String family,
    @Shared(STEP) long step,
    @Part Realisation realisation,
    @Col("beta - (D - z).") Double betaResidual,
    @Col("delta - (beta - 1).") Double deltaResidual,
    @Col("Largest magnitude of a residual that still counts as closed.") double bound,
    @Col(value = "closed or broken; null when there is no fit.", optional = true) Verdict verdict,
    @Shared(FIT_STATUS) FitStatus status) {

  public static final RowType<ClosureCheck> ROWS = RowType.of(ClosureCheck.class);
}
