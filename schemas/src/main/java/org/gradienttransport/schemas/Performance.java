package org.gradienttransport.schemas;

import static org.gradienttransport.schemas.ColumnType.DOUBLE;
import static org.gradienttransport.schemas.ColumnType.INT;
import static org.gradienttransport.schemas.ColumnType.LONG;
import static org.gradienttransport.schemas.ColumnType.STRING;

/** External performance (METHOD section 6), as read: perplexities, accuracies, losses. */
public final class Performance {
  public static final Column FAMILY =
      Column.required(1, "family", STRING, "Name of the model family, as in its configuration.");
  public static final Column SCALE =
      Column.required(2, "scale", STRING, "Name of the model size within its family.");
  public static final Column STEP =
      Column.required(
          3, "step", LONG, Units.TRAINING_STEPS, "Training step the metric was taken at.");
  public static final Column METRIC =
      Column.required(
          4,
          "metric",
          STRING,
          "Name of the metric, such as perplexity, mean_accuracy or heldout_loss.");
  public static final Column VALUE =
      Column.optional(5, "value", DOUBLE, Units.QUANTITY, "Value of the metric.");
  public static final Column N =
      Column.optional(
          6, "n", LONG, Units.NODES, "N that the exponent of the metric is fitted against.");
  public static final Column TASKS =
      Column.optional(
          7,
          "tasks",
          INT,
          Units.NONE,
          "Number of tasks averaged; null for metrics that are no average over tasks.");
  public static final Column SOURCE =
      Column.required(8, "source", STRING, "File or folder the metric was read from.");
  public static final Column STATUS =
      Column.required(9, "status", STRING, "ok, or what is wrong with the source.");
  public static final Column MESSAGE =
      Column.optional(
          10, "message", STRING, "What is wrong, in a sentence; null when status is ok.");

  public static final TableSpec TABLE =
      TableSpec.named("performance")
          .oneRowIs("one external metric of one scale at one step.")
          .columns(FAMILY, SCALE, STEP, METRIC, VALUE, N, TASKS, SOURCE, STATUS, MESSAGE)
          .key(FAMILY, SCALE, STEP, METRIC)
          .build();

  private Performance() {}
}
