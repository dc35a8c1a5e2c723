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
 * Associations of transport exponents with the exponents of the loss (METHOD-SCALING section 6).
 * Steps are autocorrelated, so p-values describe and do not prove; the bootstrap interval and the
 * correlation of first differences stand beside them.
 */
@Table(
    name = "scaling_association",
    row = "one correlation over steps between a transport quantity and an exponent of the loss.",
    key = {"family", "scope", "level", "scale", "x", "y"})
public record ScalingAssociation(
    @Shared(FAMILY) String family,
    @Col("Span of steps: full, stable, early, mid or late.") WindowName scope,
    @Col(
            "exponent (exponents in N with each other) or channel (transport with the exponent in time).")
        AssociationLevel level,
    @Col("Scale the two series belong to, or all for the family as a whole.") String scale,
    @Col("Transport quantity: v_rel, normalized_duration, D and the like.") String x,
    @Col("Exponent of the loss: alpha_n or gamma_local.") String y,
    @Col("How steps were matched: exact, or the configured rule.") String joinRule,
    @Col("Number of pairs correlated.") int n,
    @Col("Number of steps that both series have.") int matched,
    @Col(value = "Steps only the transport series has.", unit = Units.TRAINING_STEPS)
        List<Long> unmatchedX,
    @Col(value = "Steps only the series of the loss has.", unit = Units.TRAINING_STEPS)
        List<Long> unmatchedY,
    @Part AssociationResult result) {

  /** How its rows are published. */
  public static final RowType<ScalingAssociation> ROWS = RowType.of(ScalingAssociation.class);
}
