package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.FAMILY;
import static org.gradienttransport.schemas.SharedColumn.FIT_STATUS;
import static org.gradienttransport.schemas.SharedColumn.MESSAGE;
import static org.gradienttransport.schemas.SharedColumn.METRIC_STEP;
import static org.gradienttransport.schemas.SharedColumn.SCALES;
import static org.gradienttransport.schemas.SharedColumn.SCALE_NAMES;

import java.util.List;
import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Shared;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.vocabulary.FitStatus;

/** External exponents (METHOD section 6), such as beta_PPL(t) and alpha_acc(t). */
@Table(
    name = "performance_exponent",
    row = "one fit of an external metric against N over the scales, in log-log, at one step.",
    key = {"family", "metric", "step"})
public record PerformanceExponent(
    @Shared(FAMILY) String family,
    @Shared(METRIC_STEP) long step,
    @Col("Name of the metric, as in performance.") String metric,
    @Col("Symbol of the exponent, such as beta_ppl or alpha_acc.") String symbol,
    @Col("Slope of the fit.") Double exponent,
    @Col("Standard error of the slope.") Double stdError,
    @Col("Intercept of the fit, natural logarithm of the metric at N = 1.") Double intercept,
    @Col("Coefficient of determination; null when all observations are equal.") Double r2,
    @Shared(SCALES) int scales,
    @Shared(SCALE_NAMES) List<String> scaleNames,
    @Shared(FIT_STATUS) FitStatus status,
    @Shared(MESSAGE) String message) {

  public static final RowType<PerformanceExponent> ROWS = RowType.of(PerformanceExponent.class);
}
