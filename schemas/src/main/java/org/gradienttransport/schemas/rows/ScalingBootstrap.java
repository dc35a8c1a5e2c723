package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.LAW_STATUS;

import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.Part;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Shared;
import org.gradienttransport.schemas.Table;
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
    @Col("Number of the replicate, from 0.") int replicate,
    @Col("Objective at the replicate's minimum.") Double objective,
    @Part Theta theta,
    @Part Allocation allocation,
    @Shared(LAW_STATUS) LawStatus status,
    @Part Factors factors,
    @Part Repeats repeats) {

  /** How its rows are published. */
  public static final RowType<ScalingBootstrap> ROWS = RowType.of(ScalingBootstrap.class);

  /** The parameters as the optimiser sees them, logarithms natural. */
  public record Theta(
      @Col("ln A, or ln c of a law of time.") Double lnA,
      @Col("ln B.") Double lnB,
      @Col("ln E, or ln L_inf of a law of time.") Double lnE,
      @Col("Exponent of the term in N, or in time.") Double alpha,
      @Col("Exponent of the term in D.") Double beta,
      @Col("ln of Kaplan's scale of parameters, or of the one variable.") Double lnXc,
      @Col("ln of Kaplan's scale of tokens or steps.") Double lnYc,
      @Col("Kaplan's exponent in parameters.") Double alphaX,
      @Col("Kaplan's exponent in tokens or steps.") Double alphaY) {}

  /** What follows for the allocation of compute. */
  public record Allocation(
      @Col("Exponent of the optimal N in compute.") Double a,
      @Col("Exponent of the optimal D in compute.") Double b,
      @Col("ln G of N* = G (C/6)^a.") Double lnG,
      @Col("Exponent of the optimal loss in compute.") Double lossExponent) {}

  /**
   * Factors of the powers of C / 6 that D* and the loss follow; with the exponents they give the
   * optimum at any compute.
   */
  public record Factors(
      @Col("ln H of D* = H (C/6)^b.") Double lnH,
      @Col("ln K of L* = K (C/6)^-loss_exponent; null where the law of the loss has a floor.")
          Double lnK) {
    /** Factors of a law that allocates no compute. */
    public static final Factors NONE = new Factors(null, null);
  }

  /** What repeated data are worth, in a law of them. */
  public record Repeats(
      @Col("ln R_D of a law of repeated tokens.") Double lnRD,
      @Col("ln R_N of a law of repeated tokens.") Double lnRN) {
    /** Worth of repeats in a law of tokens that are all different. */
    public static final Repeats NONE = new Repeats(null, null);
  }
}
