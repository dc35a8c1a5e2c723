package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.LADDER;
import static org.gradienttransport.schemas.SharedColumn.MESSAGE;

import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Shared;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.Units;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.schemas.vocabulary.SummaryStatus;

/**
 * Means of the null floor over realisations, with their errors, and the published value where there
 * is one. Quantities of the ladder as a whole have the scale {@code all}.
 */
@Table(
    name = "null_floor_summary",
    row = "one quantity of the null floor of a ladder, over all its realisations.",
    key = {"ladder", "quantity", "scale"})
public record NullFloorSummary(
    @Shared(LADDER) String ladder,
    @Col("D, z, delta, v_rel, n_steps or s_per_node.") Quantity quantity,
    @Col("N in decimal digits, or all for the ladder as a whole.") String scale,
    @Col(value = "N; null for the ladder as a whole.", unit = Units.NODES) Long n,
    @Col(value = "Mean over the realisations.", unit = Units.QUANTITY) Double mean,
    @Col(value = "Standard deviation over the realisations (divisor n - 1).", unit = Units.QUANTITY)
        Double sd,
    @Col(value = "Standard error of the mean.", unit = Units.QUANTITY) Double stdError,
    @Col(value = "Lower end of the interval of the mean.", unit = Units.QUANTITY) Double low,
    @Col(value = "Upper end of the interval of the mean.", unit = Units.QUANTITY) Double high,
    @Col("Nominal coverage of the interval.") Double intervalLevel,
    @Col("Number of realisations.") long count,
    @Col(value = "Value the paper reports for this ladder, if it does.", unit = Units.QUANTITY)
        Double publishedValue,
    @Col("ok, or why there is no mean.") SummaryStatus status,
    @Shared(MESSAGE) String message) {

  public static final RowType<NullFloorSummary> ROWS = RowType.of(NullFloorSummary.class);
}
