package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.FAMILY;
import static org.gradienttransport.schemas.SharedColumn.FIELD_KIND;
import static org.gradienttransport.schemas.SharedColumn.MESSAGE;

import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Shared;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.Units;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.schemas.vocabulary.RobustnessStatus;

/**
 * How much of the scatter of z is the graph's and how much the step's: mean squares of the two-way
 * layout step x graph_seed without interaction, the baseline's seed among the seeds
 * (METHOD-ROBUSTNESS section 2).
 */
@Table(
    name = "robustness_variance",
    row = "the variance of one quantity, split into that of steps, of graphs and the rest.",
    key = {"family", "field_kind", "quantity"})
public record RobustnessVariance(
    @Shared(FAMILY) String family,
    @Shared(FIELD_KIND) FieldKind fieldKind,
    @Col("What is split: z.") Quantity quantity,
    @Col(value = "Mean square of the steps.", unit = Units.QUANTITY) Double stepMeanSquare,
    @Col(value = "Mean square of the graph seeds.", unit = Units.QUANTITY) Double graphMeanSquare,
    @Col(value = "Mean square of what is left.", unit = Units.QUANTITY) Double residualMeanSquare,
    @Col(value = "Variance of steps; 0 where its estimate is negative.", unit = Units.QUANTITY)
        Double stepVariance,
    @Col(value = "Variance of graphs; 0 where its estimate is negative.", unit = Units.QUANTITY)
        Double graphVariance,
    @Col("Whether the estimate of the variance of steps is negative.") Boolean stepNegative,
    @Col("Whether the estimate of the variance of graphs is negative.") Boolean graphNegative,
    @Col(
            "graph_variance as a share of graph_variance, step_variance and residual_mean_square together.")
        Double graphShare,
    @Col("step_variance as a share of the same sum.") Double stepShare,
    @Col("Steps that have a value under every seed.") long steps,
    @Col("Graph seeds, the baseline's among them.") long seeds,
    @Col("ok, or why there is no split: no_window or no_values.") RobustnessStatus status,
    @Shared(MESSAGE) String message) {

  /** How its rows are published. */
  public static final RowType<RobustnessVariance> ROWS = RowType.of(RobustnessVariance.class);
}
