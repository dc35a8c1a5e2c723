package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.LAW_STATUS;
import static org.gradienttransport.schemas.SharedColumn.MESSAGE;
import static org.gradienttransport.schemas.SharedColumn.SERIES;
import static org.gradienttransport.schemas.SharedColumn.SOURCE;

import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.Part;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Shared;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.Units;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.schemas.vocabulary.TokensKind;

/** Budgets of approach 2 (METHOD-SCALING section 4), with their optima or the reason for none. */
@Table(
    name = "scaling_isoflop",
    row = "one compute budget, with the parabola through its losses.",
    key = {"source", "series", "budget"})
public record ScalingIsoflop(
    @Shared(SOURCE) String source,
    @Shared(SERIES) String series,
    @Col(value = "Compute of the budget.", unit = Units.FLOPS) double budget,
    @Col("Models of the budget, the best loss of each N.") int models,
    @Col("Models that the parabola was put through.") int points,
    @Part(optional = true) Vertex vertex,
    @Shared(LAW_STATUS) LawStatus status,
    @Shared(MESSAGE) String message) {

  /** How its rows are published. */
  public static final RowType<ScalingIsoflop> ROWS = RowType.of(ScalingIsoflop.class);

  /** The optimum of the budget; absent when it has none. */
  public record Vertex(
      @Col(value = "Optimal N.", unit = Units.PARAMETERS) Double nOpt,
      @Col(value = "Tokens at the optimal N.", unit = Units.TOKENS) Double dOpt,
      @Col(
              value = "How those tokens were found: 6nd, or interpolated between the rows.",
              optional = true)
          TokensKind dKind,
      @Col(value = "Loss at the optimal N.", unit = Units.NATS) Double lossOpt,
      @Col(value = "Second derivative of the loss by ln N at the optimum.", unit = Units.NATS)
          Double curvature,
      @Col(value = "Root mean square of what the parabola leaves.", unit = Units.NATS)
          Double rms) {}
}
