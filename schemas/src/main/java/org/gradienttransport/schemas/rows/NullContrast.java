package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.FAMILY;
import static org.gradienttransport.schemas.SharedColumn.MESSAGE;

import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Shared;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.Units;
import org.gradienttransport.schemas.vocabulary.ContrastStatus;
import org.gradienttransport.schemas.vocabulary.IntervalMethod;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.schemas.vocabulary.WindowName;

/**
 * Contrasts with the null controls (METHOD section 4, Eqs. 11-14): total = real - N0, dist = N2 -
 * N0, assign = real - N2. A row spans from_step to to_step, both inclusive; at a single step they
 * are equal and scope is one step, so that no part of the key is ever null.
 */
@Table(
    name = "null_contrast",
    row =
        "the difference between real and null fields in one observable, at one step or over one window.",
    key = {"family", "scope", "from_step", "observable", "scale"})
public record NullContrast(
    @Shared(FAMILY) String family,
    @Col("Span of steps: step (one step), full, stable, early, mid or late.") WindowName scope,
    @Col(value = "First step of the span.", unit = Units.TRAINING_STEPS) long fromStep,
    @Col(
            value = "Last step of the span, inclusive; equal to from_step when scope is step.",
            unit = Units.TRAINING_STEPS)
        long toStep,
    @Col("D, z, delta or v_rel.") Quantity observable,
    @Col("Scale for v_rel; all for exponents and for the mean of v_rel over scales.") String scale,
    @Col(value = "Value of the real field, mean over the steps.", unit = Units.QUANTITY)
        Double realValue,
    @Col(
            value = "Value of the Gaussian null N0, mean over replicates and steps.",
            unit = Units.QUANTITY)
        Double n0Value,
    @Col(
            value = "Value of the permuted null N2, mean over replicates and steps.",
            unit = Units.QUANTITY)
        Double n2Value,
    @Col(value = "real - N0, mean over the steps.", unit = Units.QUANTITY) Double deltaTotal,
    @Col(
            value = "Standard deviation over the steps of real - N0; null at a single step.",
            unit = Units.QUANTITY)
        Double deltaTotalSd,
    @Col(value = "Lower end of the interval of delta_total.", unit = Units.QUANTITY)
        Double deltaTotalLow,
    @Col(value = "Upper end of the interval of delta_total.", unit = Units.QUANTITY)
        Double deltaTotalHigh,
    @Col(
            value =
                "N2 - N0, mean over the steps: the part the distribution of values accounts for.",
            unit = Units.QUANTITY)
        Double deltaDist,
    @Col(
            value = "Standard deviation over the steps of N2 - N0; null at a single step.",
            unit = Units.QUANTITY)
        Double deltaDistSd,
    @Col(value = "Lower end of the interval of delta_dist.", unit = Units.QUANTITY)
        Double deltaDistLow,
    @Col(value = "Upper end of the interval of delta_dist.", unit = Units.QUANTITY)
        Double deltaDistHigh,
    @Col(
            value =
                "real - N2, mean over the steps: the part the assignment of values to nodes accounts for.",
            unit = Units.QUANTITY)
        Double deltaAssign,
    @Col(
            value = "Standard deviation over the steps of real - N2; null at a single step.",
            unit = Units.QUANTITY)
        Double deltaAssignSd,
    @Col(value = "Lower end of the interval of delta_assign.", unit = Units.QUANTITY)
        Double deltaAssignLow,
    @Col(value = "Upper end of the interval of delta_assign.", unit = Units.QUANTITY)
        Double deltaAssignHigh,
    @Col("How the intervals came about: replicates, block_bootstrap or none.")
        IntervalMethod intervalMethod,
    @Col("Nominal coverage of the intervals.") Double intervalLevel,
    @Col("delta_dist / delta_total; null when delta_total is zero.") Double shareDist,
    @Col("delta_assign / delta_total; null when delta_total is zero.") Double shareAssign,
    @Col(value = "delta_total - (delta_dist + delta_assign).", unit = Units.QUANTITY)
        Double sumRuleResidual,
    @Col("Null realisations per step.") int replicates,
    @Col("Number of steps with all three values.") long steps,
    @Col("ok, or why there is no contrast.") ContrastStatus status,
    @Shared(MESSAGE) String message) {

  public static final RowType<NullContrast> ROWS = RowType.of(NullContrast.class);
}
