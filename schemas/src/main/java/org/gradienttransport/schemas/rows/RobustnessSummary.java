package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.FAMILY;
import static org.gradienttransport.schemas.SharedColumn.FIELD_KIND;
import static org.gradienttransport.schemas.SharedColumn.MESSAGE;
import static org.gradienttransport.schemas.SharedColumn.PROBE_FACTOR;

import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Shared;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.Units;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.schemas.vocabulary.ProbeFactor;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.schemas.vocabulary.RobustnessStatus;

/**
 * How far a quantity moves when one factor of the probe takes other values, and when any does
 * (METHOD-ROBUSTNESS section 2). Each variation by itself is in robustness_change.
 */
@Table(
    name = "robustness_summary",
    row = "one quantity over all levels of one factor of the probe.",
    key = {"family", "field_kind", "factor", "quantity"})
public record RobustnessSummary(
    @Shared(FAMILY) String family,
    @Shared(FIELD_KIND) FieldKind fieldKind,
    @Shared(PROBE_FACTOR) ProbeFactor factor,
    @Col("D, z, delta, z_minus_z_n0, v_rel (mean over the scales) or r2_duration.")
        Quantity quantity,
    @Col(value = "Mean of the baseline over the chosen steps.", unit = Units.QUANTITY)
        Double baselineMean,
    @Col(
            value = "Standard deviation of the baseline over the chosen steps (divisor n - 1).",
            unit = Units.QUANTITY)
        Double baselineSd,
    @Col(value = "Mean over the levels of their means over the steps.", unit = Units.QUANTITY)
        Double levelMean,
    @Col(value = "Smallest of the levels' means.", unit = Units.QUANTITY) Double levelMin,
    @Col(value = "Largest of the levels' means.", unit = Units.QUANTITY) Double levelMax,
    @Col(
            value =
                "Change from the baseline that is largest in magnitude, over the steps that the level and the baseline have.",
            unit = Units.QUANTITY)
        Double largestChange,
    @Col("largest_change in standard deviations of the baseline over the steps.")
        Double largestChangeInSd,
    @Col(value = "The factor's value with the largest change, as factor=level.", optional = true)
        String largestChangeAt,
    @Col("Share of the levels with the baseline's sign.") Double signShare,
    @Col("Number of levels with values.") long levels,
    @Col("Number of levels that were asked for.") long levelsAsked,
    @Col("Chosen steps at which the baseline has a value.") long steps,
    @Col("ok, or why there is no interval or no change: few_steps, no_window, no_null, no_values.")
        RobustnessStatus status,
    @Shared(MESSAGE) String message) {

  /** How its rows are published. */
  public static final RowType<RobustnessSummary> ROWS = RowType.of(RobustnessSummary.class);
}
