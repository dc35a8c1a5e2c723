package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.FAMILY;
import static org.gradienttransport.schemas.SharedColumn.MESSAGE;

import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.Part;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Shared;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.vocabulary.PooledQuantity;
import org.gradienttransport.schemas.vocabulary.PooledStatus;
import org.gradienttransport.schemas.vocabulary.WindowName;

/**
 * Pooled exponents (METHOD-ROBUSTNESS section 4): one regression over all steps of a window, with
 * an effect for every step, and two errors of its slope.
 */
@Table(
    name = "pooled_exponent",
    row = "one exponent of a regression over all steps of a window.",
    key = {"family", "window_name", "field_kind", "replicate", "quantity"})
public record PooledExponent(
    @Shared(FAMILY) String family,
    @Col("Window: stable or full.") WindowName windowName,
    @Part Realisation realisation,
    @Col(
            "D_pooled (Gaussian, of log s), z_pooled (quasi-Poisson, of n_steps), or z_excess (z of the real fields beyond that of N0, all realisations together).")
        PooledQuantity quantity,
    @Col("Slope on log N; for z_excess the difference of two.") Double exponent,
    @Col(
            "Standard error of the exponent, scaled by the dispersion; takes steps as exchangeable given their effects.")
        Double stdError,
    @Col("Lower end of Student's interval.") Double low,
    @Col("Upper end of Student's interval.") Double high,
    @Col("Lower end of the moving-block interval over steps.") Double blockLow,
    @Col("Upper end of the moving-block interval over steps.") Double blockHigh,
    @Col("Nominal coverage of either interval.") Double intervalLevel,
    @Col("Steps per block of the moving-block interval.") Integer blockLength,
    @Col(
            "Sum of squared residuals, for durations each over its expectation, per degree of freedom.")
        Double dispersion,
    @Col("Deviance of the regression.") Double deviance,
    @Col("Number of fields in the regression.") int rows,
    @Col("Number of steps in the regression, each with its effect.") int steps,
    @Col("Number of scales in the regression.") int scales,
    @Col("ok, or why there is no exponent.") PooledStatus status,
    @Shared(MESSAGE) String message) {

  /** How its rows are published. */
  public static final RowType<PooledExponent> ROWS = RowType.of(PooledExponent.class);
}
