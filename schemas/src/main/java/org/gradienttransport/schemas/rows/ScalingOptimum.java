package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.APPROACH;
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
import org.gradienttransport.schemas.vocabulary.Approach;
import org.gradienttransport.schemas.vocabulary.LawStatus;

/** What to train with how much compute, by each approach (METHOD-SCALING sections 2 and 4). */
@Table(
    name = "scaling_optimum",
    version = 2,
    row = "the compute-optimal model at one budget by one approach.",
    key = {"source", "series", "approach", "flops"})
public record ScalingOptimum(
    @Shared(SOURCE) String source,
    @Shared(SERIES) String series,
    @Shared(APPROACH) Approach approach,
    @Col(value = "Compute of the budget.", unit = Units.FLOPS) double flops,
    @Part(optional = true) Best best,
    @Part(optional = true) Interval interval,
    @Col("Whether the budget is more than ten times the largest compute of the data.") boolean far,
    @Shared(LAW_STATUS) LawStatus status,
    @Shared(MESSAGE) String message,
    @Part(optional = true) Ratio ratio) {

  /** How its rows are published. */
  public static final RowType<ScalingOptimum> ROWS = RowType.of(ScalingOptimum.class);

  /** The optimal model; absent when the approach gives none. */
  public record Best(
      @Col(value = "Optimal N.", unit = Units.PARAMETERS) Double nOpt,
      @Col(value = "Optimal D.", unit = Units.TOKENS) Double dOpt,
      @Col(value = "Optimal D by optimal N.", unit = "tokens per parameter") Double tokensPerParam,
      @Col(value = "Loss to be expected there.", unit = Units.NATS) Double loss) {}

  /** How they vary over bootstrap replicates; absent without any. */
  public record Interval(
      @Col(value = "10th percentile of the optimal N.", unit = Units.PARAMETERS) Double nOptP10,
      @Col(value = "90th percentile of the optimal N.", unit = Units.PARAMETERS) Double nOptP90,
      @Col(value = "10th percentile of the optimal D.", unit = Units.TOKENS) Double dOptP10,
      @Col(value = "90th percentile of the optimal D.", unit = Units.TOKENS) Double dOptP90,
      @Col(value = "10th percentile of the loss.", unit = Units.NATS) Double lossP10,
      @Col(value = "90th percentile of the loss.", unit = Units.NATS) Double lossP90) {}

  /** How tokens per parameter vary over bootstrap replicates; absent without any. */
  public record Ratio(
      @Col(value = "10th percentile of optimal D by optimal N.", unit = "tokens per parameter")
          Double tokensPerParamP10,
      @Col(value = "90th percentile of optimal D by optimal N.", unit = "tokens per parameter")
          Double tokensPerParamP90) {}
}
