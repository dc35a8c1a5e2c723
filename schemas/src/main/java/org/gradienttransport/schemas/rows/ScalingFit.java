package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.FLOPS_KIND;
import static org.gradienttransport.schemas.SharedColumn.LAW_STATUS;
import static org.gradienttransport.schemas.SharedColumn.MESSAGE;
import static org.gradienttransport.schemas.SharedColumn.PARAMS_KIND;

import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.Part;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Shared;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.Units;
import org.gradienttransport.schemas.vocabulary.FlopsKind;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.schemas.vocabulary.ParamsKind;
import org.gradienttransport.schemas.vocabulary.StepsKind;

/** Fits of the loss (METHOD-SCALING sections 3 and 4), each with the certificate of its minimum. */
@Table(
    name = "scaling_fit",
    version = 3,
    row = "one law fitted to the losses of one series, with the evidence that it is a minimum.",
    key = {"source", "series", "approach", "form", "variables", "objective_kind", "delta"})
public record ScalingFit(
    @Part LawKey key,
    @Col("Losses fitted.") int rows,
    @Col("Trained models that the losses belong to.") int runs,
    @Col("Parameters of the law.") int k,
    @Part(optional = true) Minimum minimum,
    @Part Range range,
    @Shared(PARAMS_KIND) ParamsKind paramsKind,
    @Shared(FLOPS_KIND) FlopsKind flopsKind,
    @Shared(LAW_STATUS) LawStatus status,
    @Shared(MESSAGE) String message,
    @Col(
            value = "Null in every row: equal losses make equal rows, and times differ.",
            unit = Units.SECONDS,
            provenance = true)
        Double seconds,
    @Col(
            value =
                "raw or min: whether a law of steps saw them as taken, or as they would be at a batch far above the critical one.",
            optional = true)
        StepsKind sKind,
    @Part(optional = true) CriticalBatch criticalBatch) {

  /** How its rows are published. */
  public static final RowType<ScalingFit> ROWS = RowType.of(ScalingFit.class);

  /** What the optimiser found, and how sure it is that nothing lies below; absent without a fit. */
  public record Minimum(
      @Col("Sum over the rows of the loss of errors, in units of delta where it has one.")
          Double objective,
      @Col("Huber's usual sum, objective times delta squared; null for least squares.")
          Double huberSum,
      @Col("Points that the optimiser started from.") Integer starts,
      @Col("Share of the starts that ended at the best objective.") Double hitShare,
      @Col(
              "Smallest relative change of the objective at points around the minimum; negative if one lies lower.")
          Double probe,
      @Col("Condition of the parameters: largest by smallest eigenvalue of scaled J'J.")
          Double condition,
      @Col("Root mean square of the relative errors of the loss.") Double rmsRel) {}

  /** B_crit = B_* / L^(1 / alpha_B), at which Kaplan's frontier takes a law of steps. */
  public record CriticalBatch(
      @Col(
              value = "B_* of the critical batch at which Kaplan's frontier takes this law.",
              unit = Units.TOKENS,
              optional = true)
          Double criticalBatchTokens,
      @Col(
              value = "alpha_B of the critical batch at which Kaplan's frontier takes this law.",
              optional = true)
          Double criticalBatchExponent) {}

  /** What the rows fitted span. */
  public record Range(
      @Col(value = "Smallest N fitted.", unit = Units.PARAMETERS) Double nMin,
      @Col(value = "Largest N fitted.", unit = Units.PARAMETERS) Double nMax,
      @Col(value = "Smallest D fitted.", unit = Units.TOKENS) Double dMin,
      @Col(value = "Largest D fitted.", unit = Units.TOKENS) Double dMax,
      @Col(value = "Smallest C fitted.", unit = Units.FLOPS) Double cMin,
      @Col(value = "Largest C fitted.", unit = Units.FLOPS) Double cMax) {}
}
