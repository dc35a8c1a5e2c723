package org.gradienttransport.schemas;

import static org.gradienttransport.schemas.ColumnType.DOUBLE;
import static org.gradienttransport.schemas.ColumnType.INT;
import static org.gradienttransport.schemas.ColumnType.LONG;
import static org.gradienttransport.schemas.ColumnType.STRING;

/**
 * Windows (METHOD section 3): statistics over the stable window and its thirds of per-step values
 * that are not smoothed, with the rule that found the window and how much the mean depends on its
 * bounds. Quantities of the family as a whole have the scale {@code all}.
 */
public final class WindowSummary {
  public static final Column FAMILY =
      Column.required(1, "family", STRING, "Name of the model family, as in its configuration.");
  public static final Column WINDOW_NAME =
      Column.required(2, "window_name", STRING, "stable, or one of its thirds: early, mid, late.");
  public static final Column FIELD_KIND =
      Column.required(
          3,
          "field_kind",
          STRING,
          "Which field was relaxed: real, or one of the null controls n0, n1, n2.");
  public static final Column REPLICATE =
      Column.required(
          4,
          "replicate",
          INT,
          Units.NONE,
          "Number of the null realisation, from 0; always 0 for the real field.");
  public static final Column QUANTITY =
      Column.required(
          5,
          "quantity",
          STRING,
          "What is summarised: D, z, beta, delta, r2_size, r2_duration, r2_intensive, v_rel, cv_v_rel and the like.");
  public static final Column SCALE =
      Column.required(
          6, "scale", STRING, "Scale the quantity belongs to, or all for the family as a whole.");
  public static final Column FROM_STEP =
      Column.optional(
          7,
          "from_step",
          LONG,
          Units.TRAINING_STEPS,
          "First step of the window; null when there is no window.");
  public static final Column TO_STEP =
      Column.optional(
          8,
          "to_step",
          LONG,
          Units.TRAINING_STEPS,
          "Last step of the window, inclusive; null when there is no window.");
  public static final Column RULE =
      Column.required(
          9,
          "rule",
          STRING,
          "How the bounds came about: configured, or name and parameters of the automatic rule.");
  public static final Column MEAN =
      Column.optional(
          10,
          "mean",
          DOUBLE,
          Units.QUANTITY,
          "Mean of the per-step values; for cv_v_rel the coefficient of variation over the scales of their means.");
  public static final Column SD =
      Column.optional(
          11,
          "sd",
          DOUBLE,
          Units.QUANTITY,
          "Standard deviation of the per-step values (divisor n - 1).");
  public static final Column MEDIAN =
      Column.optional(12, "median", DOUBLE, Units.QUANTITY, "Median of the per-step values.");
  public static final Column COUNT =
      Column.required(13, "count", LONG, Units.NONE, "Number of steps with a value.");
  public static final Column SHIFT_STEPS =
      Column.optional(
          14,
          "shift_steps",
          INT,
          Units.NONE,
          "By how many aligned steps each bound was moved to see how the mean depends on it.");
  public static final Column MIN_SHIFTED_MEAN =
      Column.optional(
          15, "min_shifted_mean", DOUBLE, Units.QUANTITY, "Smallest mean with a bound moved.");
  public static final Column MAX_SHIFTED_MEAN =
      Column.optional(
          16, "max_shifted_mean", DOUBLE, Units.QUANTITY, "Largest mean with a bound moved.");
  public static final Column LARGEST_SHIFT =
      Column.optional(
          17,
          "largest_shift",
          DOUBLE,
          Units.QUANTITY,
          "Largest change of the mean with a bound moved, in magnitude.");
  public static final Column DRIFT_PER_1000_STEPS =
      Column.optional(
          18,
          "drift_per_1000_steps",
          DOUBLE,
          Units.QUANTITY,
          "Slope of the per-step values against the training step, times 1000.");
  public static final Column DRIFT_STD_ERROR =
      Column.optional(
          19, "drift_std_error", DOUBLE, Units.QUANTITY, "Standard error of drift_per_1000_steps.");
  public static final Column STATUS =
      Column.required(20, "status", STRING, "ok, or why there is nothing to summarise.");
  public static final Column MESSAGE =
      Column.optional(
          21, "message", STRING, "What is wrong, in a sentence; null when status is ok.");

  public static final TableSpec TABLE =
      TableSpec.named("window_summary")
          .oneRowIs("one quantity over the steps of one window.")
          .columns(
              FAMILY,
              WINDOW_NAME,
              FIELD_KIND,
              REPLICATE,
              QUANTITY,
              SCALE,
              FROM_STEP,
              TO_STEP,
              RULE,
              MEAN,
              SD,
              MEDIAN,
              COUNT,
              SHIFT_STEPS,
              MIN_SHIFTED_MEAN,
              MAX_SHIFTED_MEAN,
              LARGEST_SHIFT,
              DRIFT_PER_1000_STEPS,
              DRIFT_STD_ERROR,
              STATUS,
              MESSAGE)
          .key(FAMILY, WINDOW_NAME, FIELD_KIND, REPLICATE, QUANTITY, SCALE)
          .build();

  private WindowSummary() {}
}
