package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.APPROACH;
import static org.gradienttransport.schemas.SharedColumn.LAW_FORM;
import static org.gradienttransport.schemas.SharedColumn.SERIES;
import static org.gradienttransport.schemas.SharedColumn.SOURCE;

import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Shared;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.Units;
import org.gradienttransport.schemas.vocabulary.Approach;
import org.gradienttransport.schemas.vocabulary.Coefficient;
import org.gradienttransport.schemas.vocabulary.LawForm;

/** What others published for the same rows: every fit that the study names, not only the first. */
@Table(
    name = "scaling_published",
    row = "one coefficient that somebody published for the losses of one series.",
    key = {"source", "series", "label", "approach", "form", "coefficient"})
public record ScalingPublished(
    @Shared(SOURCE) String source,
    @Shared(SERIES) String series,
    @Col("Who published it, and where.") String label,
    @Shared(APPROACH) Approach approach,
    @Shared(LAW_FORM) LawForm form,
    @Col("Which coefficient, as in scaling_coefficient.") Coefficient coefficient,
    @Col(value = "Its published value.", unit = Units.QUANTITY) double value) {

  /** How its rows are published. */
  public static final RowType<ScalingPublished> ROWS = RowType.of(ScalingPublished.class);

  /** Whether it is about a fit: of the same series, form and approach, if it names one. */
  public boolean isOf(LawKey fit) {
    return source.equals(fit.source())
        && series.equals(fit.series())
        && form == fit.form()
        && (approach == Approach.NONE || approach == fit.approach());
  }
}
