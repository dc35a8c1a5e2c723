package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.FAMILY;
import static org.gradienttransport.schemas.SharedColumn.MESSAGE;

import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.Part;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Shared;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.Units;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.schemas.vocabulary.SummaryStatus;
import org.gradienttransport.schemas.vocabulary.WindowName;

/**
 * Windows (METHOD section 3): statistics over the stable window and its thirds of per-step values
 * that are not smoothed, with the rule that found the window and how much the mean depends on its
 * bounds. Quantities of the family as a whole have the scale {@code all}.
 */
@Table(
    name = "window_summary",
    row = "one quantity over the steps of one window.",
    key = {"family", "window_name", "field_kind", "replicate", "quantity", "scale"})
public record WindowSummary(
    @Shared(FAMILY) String family,
    @Col("stable, or one of its thirds: early, mid, late.") WindowName windowName,
    @Part Realisation realisation,
    @Col(
            "What is summarised: D, z, beta, delta, r2_size, r2_duration, r2_intensive, v_rel, cv_v_rel and the like.")
        Quantity quantity,
    @Col("Scale the quantity belongs to, or all for the family as a whole.") String scale,
    @Col(
            value = "First step of the window; null when there is no window.",
            unit = Units.TRAINING_STEPS)
        Long fromStep,
    @Col(
            value = "Last step of the window, inclusive; null when there is no window.",
            unit = Units.TRAINING_STEPS)
        Long toStep,
    @Col("How the bounds came about: configured, or name and parameters of the automatic rule.")
        String rule,
    @Col(
            value =
                "Mean of the per-step values; for cv_v_rel the coefficient of variation over the scales of their means.",
            unit = Units.QUANTITY)
        Double mean,
    @Col(
            value = "Standard deviation of the per-step values (divisor n - 1).",
            unit = Units.QUANTITY)
        Double sd,
    @Col(value = "Median of the per-step values.", unit = Units.QUANTITY) Double median,
    @Col("Number of steps with a value.") long count,
    @Col("By how many aligned steps each bound was moved to see how the mean depends on it.")
        Integer shiftSteps,
    @Col(value = "Smallest mean with a bound moved.", unit = Units.QUANTITY) Double minShiftedMean,
    @Col(value = "Largest mean with a bound moved.", unit = Units.QUANTITY) Double maxShiftedMean,
    @Col(
            value = "Largest change of the mean with a bound moved, in magnitude.",
            unit = Units.QUANTITY)
        Double largestShift,
    @Col(
            value = "Slope of the per-step values against the training step, times 1000.",
            unit = Units.QUANTITY)
        Double driftPer1000Steps,
    @Col(value = "Standard error of drift_per_1000_steps.", unit = Units.QUANTITY)
        Double driftStdError,
    @Col("ok, or why there is nothing to summarise.") SummaryStatus status,
    @Shared(MESSAGE) String message) {

  public static final RowType<WindowSummary> ROWS = RowType.of(WindowSummary.class);
}
