package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.FAMILY;
import static org.gradienttransport.schemas.SharedColumn.LAW_STATUS;
import static org.gradienttransport.schemas.SharedColumn.MESSAGE;
import static org.gradienttransport.schemas.SharedColumn.METRIC_STEP;
import static org.gradienttransport.schemas.SharedColumn.SCALE;

import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Shared;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.Units;
import org.gradienttransport.schemas.vocabulary.LawStatus;

/** The exponent of the loss in time beside the transport (METHOD-SCALING section 6). */
@Table(
    name = "time_exponent_step",
    row = "the local exponent in time of one scale at one step, beside its transport.",
    key = {"family", "metric", "scale", "step"})
public record TimeExponentStep(
    @Shared(FAMILY) String family,
    @Col("Name of the metric the losses come from, as in performance.") String metric,
    @Shared(SCALE) String scale,
    @Shared(METRIC_STEP) long step,
    @Col("Sum of the learning rates of all steps so far.") Double tau,
    @Col("Local exponent, -d ln(L - L_inf) / d ln tau, by centred difference.") Double gammaLocal,
    @Col(
            value = "v_rel of the scale's field at the step; null where there is none.",
            unit = Units.PER_STEP)
        Double vRel,
    @Col("n_steps / N of the scale's field at the step; null where there is none.")
        Double normalizedDuration,
    @Shared(LAW_STATUS) LawStatus status,
    @Shared(MESSAGE) String message) {

  /** How its rows are published. */
  public static final RowType<TimeExponentStep> ROWS = RowType.of(TimeExponentStep.class);
}
