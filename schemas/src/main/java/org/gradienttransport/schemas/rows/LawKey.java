package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.APPROACH;
import static org.gradienttransport.schemas.SharedColumn.LAW_FORM;
import static org.gradienttransport.schemas.SharedColumn.LAW_VARIABLES;
import static org.gradienttransport.schemas.SharedColumn.SERIES;
import static org.gradienttransport.schemas.SharedColumn.SOURCE;

import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.Shared;
import org.gradienttransport.schemas.vocabulary.Approach;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawVariables;
import org.gradienttransport.schemas.vocabulary.ObjectiveKind;

/**
 * Which fit of the loss. Approaches 1 and 2 are fits too: a power of compute, by least squares.
 *
 * @param delta width of Huber's loss; 0 for least squares, which has none
 */
public record LawKey(
    @Shared(SOURCE) String source,
    @Shared(SERIES) String series,
    @Shared(APPROACH) Approach approach,
    @Shared(LAW_FORM) LawForm form,
    @Shared(LAW_VARIABLES) LawVariables variables,
    @Col("What was minimised: huber_log, lsq_log or lsq.") ObjectiveKind objectiveKind,
    @Col("Width of Huber's loss; 0 for least squares, which has none.") double delta) {}
