package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.FAMILY;
import static org.gradienttransport.schemas.SharedColumn.MESSAGE;

import java.util.List;
import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Shared;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.Units;
import org.gradienttransport.schemas.vocabulary.AssociationLevel;
import org.gradienttransport.schemas.vocabulary.AssociationStatus;
import org.gradienttransport.schemas.vocabulary.WindowName;

/**
 * Associations with performance (METHOD section 6). Steps are autocorrelated, so p-values describe
 * and do not prove; the bootstrap interval and the correlation of first differences stand beside
 * them.
 */
@Table(
    name = "performance_association",
    row = "one correlation over steps between a transport quantity and an external metric.",
    key = {"family", "scope", "level", "scale", "x", "y"})
public record PerformanceAssociation(
    @Shared(FAMILY) String family,
    @Col("Span of steps: full, stable, early, mid or late.") WindowName scope,
    @Col("channel (a measured channel with a metric) or exponent (an exponent with an exponent).")
        AssociationLevel level,
    @Col("Scale the two series belong to, or all for the family as a whole.") String scale,
    @Col("Transport quantity: v_rel, normalized_duration, D and the like.") String x,
    @Col("External quantity: log_perplexity, alpha_acc and the like.") String y,
    @Col("How steps were matched: exact, or the configured rule.") String joinRule,
    @Col(value = "Number of pairs correlated.", unit = Units.NONE) int n,
    @Col(value = "Number of steps that both series have.", unit = Units.NONE) int matched,
    @Col(value = "Steps only the transport series has.", unit = Units.TRAINING_STEPS)
        List<Long> unmatchedX,
    @Col(value = "Steps only the external series has.", unit = Units.TRAINING_STEPS)
        List<Long> unmatchedY,
    @Col(value = "Pearson correlation.", unit = Units.NONE) Double pearson,
    @Col(
            value = "Two-sided p-value of the Pearson correlation, n - 2 degrees of freedom.",
            unit = Units.NONE)
        Double p,
    @Col(value = "Spearman rank correlation.", unit = Units.NONE) Double spearman,
    @Col(value = "Two-sided p-value of the Spearman correlation.", unit = Units.NONE)
        Double spearmanP,
    @Col(
            value = "Pearson correlation after both sides were residualised on the learning rate.",
            unit = Units.NONE)
        Double partialR,
    @Col(value = "Two-sided p-value of partial_r, n - 2 degrees of freedom.", unit = Units.NONE)
        Double partialP,
    @Col(value = "Pearson correlation of the first differences.", unit = Units.NONE) Double diffR,
    @Col(value = "Two-sided p-value of diff_r.", unit = Units.NONE) Double diffP,
    @Col(
            value = "Lower end of the moving-block bootstrap interval of the Pearson correlation.",
            unit = Units.NONE)
        Double bootLow,
    @Col(
            value = "Upper end of the moving-block bootstrap interval of the Pearson correlation.",
            unit = Units.NONE)
        Double bootHigh,
    @Col(value = "Nominal coverage of the bootstrap interval.", unit = Units.NONE) Double bootLevel,
    @Col(value = "Pairs per block of the bootstrap.", unit = Units.NONE) Integer blockLength,
    @Col(
            value = "Effective sample size, given the autocorrelation of both series.",
            unit = Units.NONE)
        Double effectiveN,
    @Col("ok, or why there is no correlation.") AssociationStatus status,
    @Shared(MESSAGE) String message) {

  public static final RowType<PerformanceAssociation> ROWS =
      RowType.of(PerformanceAssociation.class);
}
