package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.LAW_STATUS;

import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.Part;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Shared;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.Units;
import org.gradienttransport.schemas.vocabulary.LawStatus;

/**
 * Bootstrap replicates (METHOD-SCALING section 4): what each law becomes when its rows, curves or
 * budgets are drawn anew. Columns of parameters that the law does not have are null.
 */
@Table(
    name = "scaling_bootstrap",
    version = 2,
    row = "one law fitted to one bootstrap replicate.",
    key = {
      "source",
      "series",
      "approach",
      "form",
      "variables",
      "objective_kind",
      "delta",
      "replicate"
    })
public record ScalingBootstrap(
    @Part LawKey key,
    @Col(value = "Number of the replicate, from 0.", unit = Units.NONE) int replicate,
    @Col(value = "Objective at the replicate's minimum.", unit = Units.NONE) Double objective,
    @Part Theta theta,
    @Part Allocation allocation,
    @Shared(LAW_STATUS) LawStatus status,
    @Part Factors factors,
    @Part Repeats repeats) {

  /** How its rows are published. */
  public static final RowType<ScalingBootstrap> ROWS = RowType.of(ScalingBootstrap.class);

  /** The parameters as the optimiser sees them, logarithms natural. */
  public record Theta(
      @Col(value = "ln A, or ln c of a law of time.", unit = Units.NONE) Double lnA,
      @Col(value = "ln B.", unit = Units.NONE) Double lnB,
      @Col(value = "ln E, or ln L_inf of a law of time.", unit = Units.NONE) Double lnE,
      @Col(value = "Exponent of the term in N, or in time.", unit = Units.NONE) Double alpha,
      @Col(value = "Exponent of the term in D.", unit = Units.NONE) Double beta,
      @Col(value = "ln of Kaplan's scale of parameters, or of the one variable.", unit = Units.NONE)
          Double lnXc,
      @Col(value = "ln of Kaplan's scale of tokens or steps.", unit = Units.NONE) Double lnYc,
      @Col(value = "Kaplan's exponent in parameters.", unit = Units.NONE) Double alphaX,
      @Col(value = "Kaplan's exponent in tokens or steps.", unit = Units.NONE) Double alphaY) {}

  /** What follows for the allocation of compute. */
  public record Allocation(
      @Col(value = "Exponent of the optimal N in compute.", unit = Units.NONE) Double a,
      @Col(value = "Exponent of the optimal D in compute.", unit = Units.NONE) Double b,
      @Col(value = "ln G of N* = G (C/6)^a.", unit = Units.NONE) Double lnG,
      @Col(value = "Exponent of the optimal loss in compute.", unit = Units.NONE)
          Double lossExponent) {}

  /**
   * Factors of the powers of C / 6 that D* and the loss follow; with the exponents they give the
   * optimum at any compute.
   */
  public record Factors(
      @Col(value = "ln H of D* = H (C/6)^b.", unit = Units.NONE) Double lnH,
      @Col(
              value =
                  "ln K of L* = K (C/6)^-loss_exponent; null where the law of the loss has a floor.",
              unit = Units.NONE)
          Double lnK) {
    /** Factors of a law that allocates no compute. */
    public static final Factors NONE = new Factors(null, null);
  }

  /** What repeated data are worth, in a law of them. */
  public record Repeats(
      @Col(value = "ln R_D of a law of repeated tokens.", unit = Units.NONE) Double lnRD,
      @Col(value = "ln R_N of a law of repeated tokens.", unit = Units.NONE) Double lnRN) {
    /** Worth of repeats in a law of tokens that are all different. */
    public static final Repeats NONE = new Repeats(null, null);
  }
}
