package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.FAMILY;
import static org.gradienttransport.schemas.SharedColumn.MESSAGE;

import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.Part;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Shared;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.Units;
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
    @Col(value = "Slope on log N; for z_excess the difference of two.", unit = Units.NONE)
        Double exponent,
    @Col(
            value =
                "Standard error of the exponent, scaled by the dispersion; takes steps as exchangeable given their effects.",
            unit = Units.NONE)
        Double stdError,
    @Col(value = "Lower end of Student's interval.", unit = Units.NONE) Double low,
    @Col(value = "Upper end of Student's interval.", unit = Units.NONE) Double high,
    @Col(value = "Lower end of the moving-block interval over steps.", unit = Units.NONE)
        Double blockLow,
    @Col(value = "Upper end of the moving-block interval over steps.", unit = Units.NONE)
        Double blockHigh,
    @Col(value = "Nominal coverage of either interval.", unit = Units.NONE) Double intervalLevel,
    @Col(value = "Steps per block of the moving-block interval.", unit = Units.NONE)
        Integer blockLength,
    @Col(
            value =
                "Sum of squared residuals, for durations each over its expectation, per degree of freedom.",
            unit = Units.NONE)
        Double dispersion,
    @Col(value = "Deviance of the regression.", unit = Units.NONE) Double deviance,
    @Col(value = "Number of fields in the regression.", unit = Units.NONE) int rows,
    @Col(value = "Number of steps in the regression, each with its effect.", unit = Units.NONE)
        int steps,
    @Col(value = "Number of scales in the regression.", unit = Units.NONE) int scales,
    @Col("ok, or why there is no exponent.") PooledStatus status,
    @Shared(MESSAGE) String message) {

  /** How its rows are published. */
  public static final RowType<PooledExponent> ROWS = RowType.of(PooledExponent.class);
}
