package org.gradienttransport.schemas;

import static org.gradienttransport.schemas.ColumnType.DOUBLE;
import static org.gradienttransport.schemas.ColumnType.INT;
import static org.gradienttransport.schemas.ColumnType.LONG;
import static org.gradienttransport.schemas.ColumnType.STRING;
import static org.gradienttransport.schemas.ColumnType.STRING_ARRAY;

/** External exponents (METHOD section 6), such as beta_PPL(t) and alpha_acc(t). */
public final class PerformanceExponent {
  public static final Column FAMILY =
      Column.required(1, "family", STRING, "Name of the model family, as in its configuration.");
  public static final Column STEP =
      Column.required(
          2, "step", LONG, Units.TRAINING_STEPS, "Training step the metric was taken at.");
  public static final Column METRIC =
      Column.required(3, "metric", STRING, "Name of the metric, as in performance.");
  public static final Column SYMBOL =
      Column.required(
          4, "symbol", STRING, "Symbol of the exponent, such as beta_ppl or alpha_acc.");
  public static final Column EXPONENT =
      Column.optional(5, "exponent", DOUBLE, Units.NONE, "Slope of the fit.");
  public static final Column STD_ERROR =
      Column.optional(6, "std_error", DOUBLE, Units.NONE, "Standard error of the slope.");
  public static final Column INTERCEPT =
      Column.optional(
          7,
          "intercept",
          DOUBLE,
          Units.NONE,
          "Intercept of the fit, natural logarithm of the metric at N = 1.");
  public static final Column R2 =
      Column.optional(
          8,
          "r2",
          DOUBLE,
          Units.NONE,
          "Coefficient of determination; null when all observations are equal.");
  public static final Column SCALES =
      Column.required(9, "scales", INT, Units.NONE, "Number of scales fitted.");
  public static final Column SCALE_NAMES =
      Column.required(
          10, "scale_names", STRING_ARRAY, "Names of the scales fitted, by ascending N.");
  public static final Column STATUS =
      Column.required(11, "status", STRING, "ok, or why there is no fit, as in stepwise_exponent.");
  public static final Column MESSAGE =
      Column.optional(
          12, "message", STRING, "What is wrong, in a sentence; null when status is ok.");

  public static final TableSpec TABLE =
      TableSpec.named("performance_exponent")
          .oneRowIs(
              "one fit of an external metric against N over the scales, in log-log, at one step.")
          .columns(
              FAMILY,
              STEP,
              METRIC,
              SYMBOL,
              EXPONENT,
              STD_ERROR,
              INTERCEPT,
              R2,
              SCALES,
              SCALE_NAMES,
              STATUS,
              MESSAGE)
          .key(FAMILY, METRIC, STEP)
          .build();

  private PerformanceExponent() {}
}
