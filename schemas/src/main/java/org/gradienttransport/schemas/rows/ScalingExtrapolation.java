package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.LAW_STATUS;
import static org.gradienttransport.schemas.SharedColumn.MESSAGE;

import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.Part;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Shared;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.Units;
import org.gradienttransport.schemas.vocabulary.HeldOutRule;
import org.gradienttransport.schemas.vocabulary.LawStatus;

/**
 * How well each law predicts what it has not seen (METHOD-SCALING section 4): the comparison of the
 * laws.
 */
@Table(
    name = "scaling_extrapolation",
    row = "one law fitted to the smaller runs and held against the larger ones.",
    key = {"source", "series", "approach", "form", "variables", "objective_kind", "delta", "rule"})
public record ScalingExtrapolation(
    @Part LawKey key,
    @Col("What is held out: compute (rows above the cut) or largest_n.") HeldOutRule rule,
    @Col(value = "Largest compute or largest N that was still fitted.", unit = Units.QUANTITY)
        Double cut,
    @Col("Rows fitted.") int trainRows,
    @Col("Rows predicted.") int testRows,
    @Part(optional = true) Errors errors,
    @Col("Place among the laws of the same rows and rule, from 1 for the best.") Integer place,
    @Shared(LAW_STATUS) LawStatus status,
    @Shared(MESSAGE) String message) {

  /** How its rows are published. */
  public static final RowType<ScalingExtrapolation> ROWS = RowType.of(ScalingExtrapolation.class);

  /** Errors relative to the measured losses; absent without a fit or rows to predict. */
  public record Errors(
      @Col("Mean magnitude of the relative errors.") Double meanAbsRel,
      @Col("Largest magnitude of the relative errors.") Double maxAbsRel,
      @Col("Mean of the relative errors, positive if the law predicts too high a loss.")
          Double biasRel) {}
}
