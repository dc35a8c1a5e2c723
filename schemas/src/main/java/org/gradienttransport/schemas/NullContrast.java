package org.gradienttransport.schemas;

import static org.gradienttransport.schemas.ColumnType.DOUBLE;
import static org.gradienttransport.schemas.ColumnType.INT;
import static org.gradienttransport.schemas.ColumnType.LONG;
import static org.gradienttransport.schemas.ColumnType.STRING;

/**
 * Contrasts with the null controls (METHOD section 4, Eqs. 11-14): total = real - N0, dist = N2 -
 * N0, assign = real - N2. A row spans from_step to to_step, both inclusive; at a single step they
 * are equal and scope is {@code step}, so that no part of the key is ever null.
 */
public final class NullContrast {
  public static final Column FAMILY =
      Column.required(1, "family", STRING, "Name of the model family, as in its configuration.");
  public static final Column SCOPE =
      Column.required(
          2, "scope", STRING, "Span of steps: step (one step), full, stable, early, mid or late.");
  public static final Column FROM_STEP =
      Column.required(3, "from_step", LONG, Units.TRAINING_STEPS, "First step of the span.");
  public static final Column TO_STEP =
      Column.required(
          4,
          "to_step",
          LONG,
          Units.TRAINING_STEPS,
          "Last step of the span, inclusive; equal to from_step when scope is step.");
  public static final Column OBSERVABLE =
      Column.required(5, "observable", STRING, "D, z, delta or v_rel.");
  public static final Column SCALE =
      Column.required(
          6,
          "scale",
          STRING,
          "Scale for v_rel; all for exponents and for the mean of v_rel over scales.");
  public static final Column REAL_VALUE =
      Column.optional(
          7, "real_value", DOUBLE, Units.QUANTITY, "Value of the real field, mean over the steps.");
  public static final Column N0_VALUE =
      Column.optional(
          8,
          "n0_value",
          DOUBLE,
          Units.QUANTITY,
          "Value of the Gaussian null N0, mean over replicates and steps.");
  public static final Column N2_VALUE =
      Column.optional(
          9,
          "n2_value",
          DOUBLE,
          Units.QUANTITY,
          "Value of the permuted null N2, mean over replicates and steps.");
  public static final Column DELTA_TOTAL =
      Column.optional(10, "delta_total", DOUBLE, Units.QUANTITY, "real - N0, mean over the steps.");
  public static final Column DELTA_TOTAL_SD =
      Column.optional(
          11,
          "delta_total_sd",
          DOUBLE,
          Units.QUANTITY,
          "Standard deviation over the steps of real - N0; null at a single step.");
  public static final Column DELTA_TOTAL_LOW =
      Column.optional(
          12,
          "delta_total_low",
          DOUBLE,
          Units.QUANTITY,
          "Lower end of the interval of delta_total.");
  public static final Column DELTA_TOTAL_HIGH =
      Column.optional(
          13,
          "delta_total_high",
          DOUBLE,
          Units.QUANTITY,
          "Upper end of the interval of delta_total.");
  public static final Column DELTA_DIST =
      Column.optional(
          14,
          "delta_dist",
          DOUBLE,
          Units.QUANTITY,
          "N2 - N0, mean over the steps: the part the distribution of values accounts for.");
  public static final Column DELTA_DIST_SD =
      Column.optional(
          15,
          "delta_dist_sd",
          DOUBLE,
          Units.QUANTITY,
          "Standard deviation over the steps of N2 - N0; null at a single step.");
  public static final Column DELTA_DIST_LOW =
      Column.optional(
          16, "delta_dist_low", DOUBLE, Units.QUANTITY, "Lower end of the interval of delta_dist.");
  public static final Column DELTA_DIST_HIGH =
      Column.optional(
          17,
          "delta_dist_high",
          DOUBLE,
          Units.QUANTITY,
          "Upper end of the interval of delta_dist.");
  public static final Column DELTA_ASSIGN =
      Column.optional(
          18,
          "delta_assign",
          DOUBLE,
          Units.QUANTITY,
          "real - N2, mean over the steps: the part the assignment of values to nodes accounts for.");
  public static final Column DELTA_ASSIGN_SD =
      Column.optional(
          19,
          "delta_assign_sd",
          DOUBLE,
          Units.QUANTITY,
          "Standard deviation over the steps of real - N2; null at a single step.");
  public static final Column DELTA_ASSIGN_LOW =
      Column.optional(
          20,
          "delta_assign_low",
          DOUBLE,
          Units.QUANTITY,
          "Lower end of the interval of delta_assign.");
  public static final Column DELTA_ASSIGN_HIGH =
      Column.optional(
          21,
          "delta_assign_high",
          DOUBLE,
          Units.QUANTITY,
          "Upper end of the interval of delta_assign.");
  public static final Column INTERVAL_METHOD =
      Column.required(
          22,
          "interval_method",
          STRING,
          "How the intervals came about: replicates, block_bootstrap or none.");
  public static final Column INTERVAL_LEVEL =
      Column.optional(
          23, "interval_level", DOUBLE, Units.NONE, "Nominal coverage of the intervals.");
  public static final Column SHARE_DIST =
      Column.optional(
          24,
          "share_dist",
          DOUBLE,
          Units.NONE,
          "delta_dist / delta_total; null when delta_total is zero.");
  public static final Column SHARE_ASSIGN =
      Column.optional(
          25,
          "share_assign",
          DOUBLE,
          Units.NONE,
          "delta_assign / delta_total; null when delta_total is zero.");
  public static final Column SUM_RULE_RESIDUAL =
      Column.optional(
          26,
          "sum_rule_residual",
          DOUBLE,
          Units.QUANTITY,
          "delta_total - (delta_dist + delta_assign).");
  public static final Column REPLICATES =
      Column.required(27, "replicates", INT, Units.NONE, "Null realisations per step.");
  public static final Column STEPS =
      Column.required(28, "steps", LONG, Units.NONE, "Number of steps with all three values.");
  public static final Column STATUS =
      Column.required(29, "status", STRING, "ok, or why there is no contrast.");
  public static final Column MESSAGE =
      Column.optional(
          30, "message", STRING, "What is wrong, in a sentence; null when status is ok.");

  public static final TableSpec TABLE =
      TableSpec.named("null_contrast")
          .oneRowIs(
              "the difference between real and null fields in one observable, at one step or over one window.")
          .columns(
              FAMILY,
              SCOPE,
              FROM_STEP,
              TO_STEP,
              OBSERVABLE,
              SCALE,
              REAL_VALUE,
              N0_VALUE,
              N2_VALUE,
              DELTA_TOTAL,
              DELTA_TOTAL_SD,
              DELTA_TOTAL_LOW,
              DELTA_TOTAL_HIGH,
              DELTA_DIST,
              DELTA_DIST_SD,
              DELTA_DIST_LOW,
              DELTA_DIST_HIGH,
              DELTA_ASSIGN,
              DELTA_ASSIGN_SD,
              DELTA_ASSIGN_LOW,
              DELTA_ASSIGN_HIGH,
              INTERVAL_METHOD,
              INTERVAL_LEVEL,
              SHARE_DIST,
              SHARE_ASSIGN,
              SUM_RULE_RESIDUAL,
              REPLICATES,
              STEPS,
              STATUS,
              MESSAGE)
          .key(FAMILY, SCOPE, FROM_STEP, OBSERVABLE, SCALE)
          .build();

  private NullContrast() {}
}
