package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.FAMILY;
import static org.gradienttransport.schemas.SharedColumn.FIT_STATUS;
import static org.gradienttransport.schemas.SharedColumn.MESSAGE;
import static org.gradienttransport.schemas.SharedColumn.METRIC_STEP;
import static org.gradienttransport.schemas.SharedColumn.SCALES;
import static org.gradienttransport.schemas.SharedColumn.SCALE_NAMES;

import java.util.List;
import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Shared;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.vocabulary.FitStatus;

/** The exponent of the loss in N at fixed data (METHOD-SCALING section 6), step by step. */
@Table(
    name = "loss_exponent_step",
    row = "one fit of a family's losses against N over the scales, in log-log, at one step.",
    key = {"family", "metric", "step"})
public record LossExponentStep(
    @Shared(FAMILY) String family,
    @Col("Name of the metric the losses come from, as in performance.") String metric,
    @Shared(METRIC_STEP) long step,
    @Col("alpha_n, the slope of -ln L on ln N.") Double alphaN,
    @Col("Standard error of alpha_n.") Double stdError,
    @Col("Coefficient of determination; null when all losses are equal.") Double r2,
    @Col("beta_PPL, the slope of L = ln PPL on ln N, at the same step.") Double betaPpl,
    @Shared(SCALES) int scales,
    @Shared(SCALE_NAMES) List<String> scaleNames,
    @Shared(FIT_STATUS) FitStatus status,
    @Shared(MESSAGE) String message) {

  /** How its rows are published. */
  public static final RowType<LossExponentStep> ROWS = RowType.of(LossExponentStep.class);
}
