package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.COHORT;
import static org.gradienttransport.schemas.SharedColumn.MESSAGE;

import java.util.List;
import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Shared;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.Units;
import org.gradienttransport.schemas.vocabulary.CohortStatus;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.schemas.vocabulary.WindowName;

/**
 * Cohorts (METHOD-ROBUSTNESS section 3): how far families that differ only in their seed differ
 * from each other, beside how far each one's steps differ.
 */
@Table(
    name = "cohort_summary",
    row = "one quantity of the real fields over one part of the window, over a cohort's members.",
    key = {"cohort", "window_name", "quantity", "scale"})
public record CohortSummary(
    @Shared(COHORT) String cohort,
    @Col("stable, or one of its thirds: early, mid, late; each member's own.")
        WindowName windowName,
    @Col("What is summarised, as in window_summary.") Quantity quantity,
    @Col("Scale the quantity belongs to, or all for the families as a whole.") String scale,
    @Col("Number of members with a value.") int members,
    @Col("Families of the members with a value.") List<String> families,
    @Col(value = "Mean of the members' window means.", unit = Units.QUANTITY) Double mean,
    @Col(
            value = "Standard deviation of the members' window means (divisor n - 1).",
            unit = Units.QUANTITY)
        Double betweenSd,
    @Col(value = "Lower end of Student's interval of the mean over members.", unit = Units.QUANTITY)
        Double low,
    @Col(value = "Upper end of Student's interval of the mean over members.", unit = Units.QUANTITY)
        Double high,
    @Col("Nominal coverage of the interval.") Double intervalLevel,
    @Col(value = "Mean of the members' standard deviations over steps.", unit = Units.QUANTITY)
        Double withinSd,
    @Col("between_sd over within_sd.") Double ratio,
    @Col(value = "Smallest window mean.", unit = Units.QUANTITY) Double smallest,
    @Col(value = "Member with the smallest window mean.", optional = true) String smallestMember,
    @Col(value = "Largest window mean.", unit = Units.QUANTITY) Double largest,
    @Col(value = "Member with the largest window mean.", optional = true) String largestMember,
    @Col("ok, or why there is no interval.") CohortStatus status,
    @Shared(MESSAGE) String message) {

  /** How its rows are published. */
  public static final RowType<CohortSummary> ROWS = RowType.of(CohortSummary.class);
}
