package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.FAMILY;
import static org.gradienttransport.schemas.SharedColumn.FIELD_KIND;
import static org.gradienttransport.schemas.SharedColumn.MESSAGE;
import static org.gradienttransport.schemas.SharedColumn.PROBE_FACTOR;
import static org.gradienttransport.schemas.SharedColumn.PROBE_LEVEL;

import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Shared;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.Units;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.schemas.vocabulary.IntervalMethod;
import org.gradienttransport.schemas.vocabulary.ProbeFactor;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.schemas.vocabulary.RobustnessStatus;

/**
 * What one variation of the probe changes in one quantity, over the steps at which both the
 * variation and the baseline have it (METHOD-ROBUSTNESS section 2).
 */
@Table(
    name = "robustness_change",
    row = "one quantity under one variation of the probe beside the baseline's.",
    key = {"family", "field_kind", "factor", "level", "quantity"})
public record RobustnessChange(
    @Shared(FAMILY) String family,
    @Shared(FIELD_KIND) FieldKind fieldKind,
    @Shared(PROBE_FACTOR) ProbeFactor factor,
    @Shared(PROBE_LEVEL) String level,
    @Col("D, z, delta, z_minus_z_n0, v_rel (mean over the scales) or r2_duration.")
        Quantity quantity,
    @Col(value = "Mean over the steps under the variation.", unit = Units.QUANTITY) Double mean,
    @Col(value = "Mean over the same steps under the baseline.", unit = Units.QUANTITY)
        Double baselineMean,
    @Col(value = "Mean over the steps of variation less baseline.", unit = Units.QUANTITY)
        Double change,
    @Col(
            value = "Lower end of the interval of the change, from resampled blocks of steps.",
            unit = Units.QUANTITY)
        Double changeLow,
    @Col(value = "Upper end of the interval of the change.", unit = Units.QUANTITY)
        Double changeHigh,
    @Col("How the interval came about: block_bootstrap or none.") IntervalMethod intervalMethod,
    @Col("Nominal coverage of the interval; null without one.") Double intervalLevel,
    @Col(
            "The change in standard deviations of the baseline over its chosen steps; null below two steps or where they are all equal.")
        Double changeInSd,
    @Col("Whether the mean has the baseline's sign; null without values.") Boolean signKept,
    @Col("Number of steps that both have.") long steps,
    @Col("ok, or why there is no interval or no change: few_steps, no_window, no_null, no_values.")
        RobustnessStatus status,
    @Shared(MESSAGE) String message) {

  /** How its rows are published. */
  public static final RowType<RobustnessChange> ROWS = RowType.of(RobustnessChange.class);
}
