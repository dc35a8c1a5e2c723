package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.COHORT;
import static org.gradienttransport.schemas.SharedColumn.MESSAGE;
import static org.gradienttransport.schemas.SharedColumn.STEP;

import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Shared;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.vocabulary.CohortStatus;
import org.gradienttransport.schemas.vocabulary.Observable;

/** Exponents of a cohort step by step (METHOD-ROBUSTNESS section 3). */
@Table(
    name = "cohort_step",
    row = "one exponent of the real fields at one step, over a cohort's members.",
    key = {"cohort", "step", "observable"})
public record CohortStep(
    @Shared(COHORT) String cohort,
    @Shared(STEP) long step,
    @Col("What is fitted against N: size, duration, absolute or intensive.") Observable observable,
    @Col("The exponent's symbol: D, z, beta or delta.") String symbol,
    @Col("Mean of the members' exponents.") Double mean,
    @Col("Standard deviation of the members' exponents (divisor n - 1).") Double sd,
    @Col("Lower end of Student's interval of the mean over members.") Double low,
    @Col("Upper end of Student's interval of the mean over members.") Double high,
    @Col("Nominal coverage of the interval.") Double intervalLevel,
    @Col("Number of members with a fit at this step.") int members,
    @Col("ok, or why there is no interval.") CohortStatus status,
    @Shared(MESSAGE) String message) {

  /** How its rows are published. */
  public static final RowType<CohortStep> ROWS = RowType.of(CohortStep.class);
}
