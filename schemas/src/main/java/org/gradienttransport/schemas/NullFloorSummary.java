package org.gradienttransport.schemas;

import static org.gradienttransport.schemas.ColumnType.DOUBLE;
import static org.gradienttransport.schemas.ColumnType.LONG;
import static org.gradienttransport.schemas.ColumnType.STRING;

/**
 * Means of the null floor over realisations, with their errors, and the published value where there
 * is one. Quantities of the ladder as a whole have the scale {@code all}.
 */
public final class NullFloorSummary {
  public static final Column LADDER =
      Column.required(1, "ladder", STRING, "Name of the list of sizes.");
  public static final Column QUANTITY =
      Column.required(2, "quantity", STRING, "D, z, delta, v_rel, n_steps or s_per_node.");
  public static final Column SCALE =
      Column.required(3, "scale", STRING, "N in decimal digits, or all for the ladder as a whole.");
  public static final Column N =
      Column.optional(4, "n", LONG, Units.NODES, "N; null for the ladder as a whole.");
  public static final Column MEAN =
      Column.optional(5, "mean", DOUBLE, Units.QUANTITY, "Mean over the realisations.");
  public static final Column SD =
      Column.optional(
          6,
          "sd",
          DOUBLE,
          Units.QUANTITY,
          "Standard deviation over the realisations (divisor n - 1).");
  public static final Column STD_ERROR =
      Column.optional(7, "std_error", DOUBLE, Units.QUANTITY, "Standard error of the mean.");
  public static final Column LOW =
      Column.optional(8, "low", DOUBLE, Units.QUANTITY, "Lower end of the interval of the mean.");
  public static final Column HIGH =
      Column.optional(9, "high", DOUBLE, Units.QUANTITY, "Upper end of the interval of the mean.");
  public static final Column INTERVAL_LEVEL =
      Column.optional(
          10, "interval_level", DOUBLE, Units.NONE, "Nominal coverage of the interval.");
  public static final Column COUNT =
      Column.required(11, "count", LONG, Units.NONE, "Number of realisations.");
  public static final Column PUBLISHED_VALUE =
      Column.optional(
          12,
          "published_value",
          DOUBLE,
          Units.QUANTITY,
          "Value the paper reports for this ladder, if it does.");
  public static final Column STATUS =
      Column.required(13, "status", STRING, "ok, or why there is no mean.");
  public static final Column MESSAGE =
      Column.optional(
          14, "message", STRING, "What is wrong, in a sentence; null when status is ok.");

  public static final TableSpec TABLE =
      TableSpec.named("null_floor_summary")
          .oneRowIs("one quantity of the null floor of a ladder, over all its realisations.")
          .columns(
              LADDER,
              QUANTITY,
              SCALE,
              N,
              MEAN,
              SD,
              STD_ERROR,
              LOW,
              HIGH,
              INTERVAL_LEVEL,
              COUNT,
              PUBLISHED_VALUE,
              STATUS,
              MESSAGE)
          .key(LADDER, QUANTITY, SCALE)
          .build();

  private NullFloorSummary() {}
}
