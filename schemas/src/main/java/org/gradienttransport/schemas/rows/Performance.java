package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.FAMILY;
import static org.gradienttransport.schemas.SharedColumn.MESSAGE;
import static org.gradienttransport.schemas.SharedColumn.METRIC_STEP;
import static org.gradienttransport.schemas.SharedColumn.SCALE;

import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Shared;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.Units;
import org.gradienttransport.schemas.vocabulary.EvaluationStatus;

/** External performance (METHOD section 6), as read: perplexities, accuracies, losses. */
@Table(
    name = "performance",
    row = "one external metric of one scale at one step.",
    key = {"family", "scale", "step", "metric"})
public record Performance(
    @Shared(FAMILY) String family,
    @Shared(SCALE) String scale,
    @Shared(METRIC_STEP) long step,
    @Col("Name of the metric, such as perplexity, mean_accuracy or heldout_loss.") String metric,
    @Col(value = "Value of the metric.", unit = Units.QUANTITY) Double value,
    @Col(value = "N that the exponent of the metric is fitted against.", unit = Units.NODES) Long n,
    @Col("Number of tasks averaged; null for metrics that are no average over tasks.")
        Integer tasks,
    @Col("File or folder the metric was read from.") String source,
    @Col("ok, or what is wrong with the source.") EvaluationStatus status,
    @Shared(MESSAGE) String message) {

  public static final RowType<Performance> ROWS = RowType.of(Performance.class);

  /** The same evaluation under the step that it is aligned with in other scales. */
  public Performance at(long aligned) {
    return new Performance(
        family, scale, aligned, metric, value, n, tasks, source, status, message);
  }
}
