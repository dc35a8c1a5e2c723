package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.LAW_STATUS;
import static org.gradienttransport.schemas.SharedColumn.MESSAGE;

import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.Part;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Shared;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.Units;
import org.gradienttransport.schemas.vocabulary.Coefficient;
import org.gradienttransport.schemas.vocabulary.LawStatus;

/**
 * What the fits say (METHOD-SCALING sections 2 to 4): coefficients and exponents, with bootstrap
 * intervals, beside what was published.
 */
@Table(
    name = "scaling_coefficient",
    row = "one coefficient of one fitted law, with its interval.",
    key = {
      "source",
      "series",
      "approach",
      "form",
      "variables",
      "objective_kind",
      "delta",
      "coefficient"
    })
public record ScalingCoefficient(
    @Part LawKey key,
    @Col("Which coefficient, as its paper writes it: A, alpha, N_c, a, gamma and the like.")
        Coefficient coefficient,
    @Col(value = "Its value in the fit to all rows.", unit = Units.QUANTITY) Double value,
    @Part(optional = true) Spread spread,
    @Col(
            value =
                "Value that was published for these data, where one was; of several (all are in scaling_published) the one that the study names first.",
            unit = Units.QUANTITY)
        Double published,
    @Col(
            "Whether the published value lies between the 2.5th and the 97.5th percentile; null without both.")
        Boolean inside,
    @Shared(LAW_STATUS) LawStatus status,
    @Shared(MESSAGE) String message) {

  /** How its rows are published. */
  public static final RowType<ScalingCoefficient> ROWS = RowType.of(ScalingCoefficient.class);

  /** How the value varies over bootstrap replicates; absent without any. */
  public record Spread(
      @Col(value = "Standard deviation over the replicates.", unit = Units.QUANTITY) Double sd,
      @Part Percentiles percentiles,
      @Col("Replicates that the spread is of.") Integer replicates,
      @Col("Replicates that could not be fitted.") Integer failed,
      @Col("Seed of the replicates.") Long seed) {}

  /** Percentiles over the replicates. */
  public record Percentiles(
      @Col(value = "2.5th percentile over the replicates.", unit = Units.QUANTITY) Double p2_5,
      @Col(value = "10th percentile over the replicates.", unit = Units.QUANTITY) Double p10,
      @Col(value = "Median over the replicates.", unit = Units.QUANTITY) Double p50,
      @Col(value = "90th percentile over the replicates.", unit = Units.QUANTITY) Double p90,
      @Col(value = "97.5th percentile over the replicates.", unit = Units.QUANTITY) Double p97_5) {}
}
