package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.FAMILY;
import static org.gradienttransport.schemas.SharedColumn.FIT_STATUS;
import static org.gradienttransport.schemas.SharedColumn.MESSAGE;
import static org.gradienttransport.schemas.SharedColumn.PROBE_FACTOR;
import static org.gradienttransport.schemas.SharedColumn.PROBE_LEVEL;
import static org.gradienttransport.schemas.SharedColumn.SCALES;
import static org.gradienttransport.schemas.SharedColumn.STEP;

import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.Part;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Shared;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.vocabulary.FitStatus;
import org.gradienttransport.schemas.vocabulary.Observable;
import org.gradienttransport.schemas.vocabulary.ProbeFactor;

/**
 * Stepwise exponents under variations of the probe, the baseline's among them, at the steps chosen
 * for them (METHOD-ROBUSTNESS section 2).
 */
@Table(
    name = "robustness_fit",
    row = "one fit of one observable against N at one step, under one variation of the probe.",
    key = {"family", "factor", "level", "field_kind", "replicate", "observable", "step"})
public record RobustnessFit(
    @Shared(FAMILY) String family,
    @Shared(STEP) long step,
    @Shared(PROBE_FACTOR) ProbeFactor factor,
    @Shared(PROBE_LEVEL) String level,
    @Part Realisation realisation,
    @Col(
            "What is fitted against N: size (s), duration (n_steps), absolute (v_abs) or intensive (v_rel).")
        Observable observable,
    @Col("Symbol of the exponent: D, z, beta or delta, in the order of the observables.")
        String symbol,
    @Col("Slope of the fit.") Double exponent,
    @Col("Standard error of the slope.") Double stdError,
    @Col("Coefficient of determination; null when all observations are equal.") Double r2,
    @Shared(SCALES) int scales,
    @Shared(FIT_STATUS) FitStatus status,
    @Shared(MESSAGE) String message) {

  /** How its rows are published. */
  public static final RowType<RobustnessFit> ROWS = RowType.of(RobustnessFit.class);
}
