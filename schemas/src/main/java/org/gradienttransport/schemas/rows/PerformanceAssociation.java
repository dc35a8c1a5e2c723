package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.FAMILY;

import java.util.List;
import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.Part;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Shared;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.Units;
import org.gradienttransport.schemas.vocabulary.AssociationLevel;
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
    @Col("Number of pairs correlated.") int n,
    @Col("Number of steps that both series have.") int matched,
    @Col(value = "Steps only the transport series has.", unit = Units.TRAINING_STEPS)
        List<Long> unmatchedX,
    @Col(value = "Steps only the external series has.", unit = Units.TRAINING_STEPS)
        List<Long> unmatchedY,
    @Part AssociationResult result) {

  public static final RowType<PerformanceAssociation> ROWS =
      RowType.of(PerformanceAssociation.class);
}
