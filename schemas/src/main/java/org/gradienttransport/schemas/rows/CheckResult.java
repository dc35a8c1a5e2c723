package org.gradienttransport.schemas.rows;

import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.Units;
import org.gradienttransport.schemas.vocabulary.Level;
import org.gradienttransport.schemas.vocabulary.Outcome;

/**
 * Checks, as data: a failed check is a row and not an exception. Checks of the run as a whole have
 * the family {@code all}.
 */
@Table(
    name = "check_result",
    row = "one check of the run: what was looked at, the bound, and a sentence.",
    key = {"family", "name", "scope"})
public record CheckResult(
    @Col("Name of the model family, or all for the run as a whole.") String family,
    @Col("Name of the check, lower snake case.") String name,
    @Col(
            "What was checked within the family, such as a scale, a window or a field kind; all if everything.")
        String scope,
    @Col("How much a failure matters: INFO, WARN or ERROR.") Level level,
    @Col("pass, fail or skipped.") Outcome status,
    @Col(value = "What was found; null when skipped or not a number.", unit = Units.QUANTITY)
        Double value,
    @Col(value = "What it was compared with; null when there is none.", unit = Units.QUANTITY)
        Double bound,
    @Col("What was found, in a sentence.") String message) {

  public static final RowType<CheckResult> ROWS = RowType.of(CheckResult.class);
}
