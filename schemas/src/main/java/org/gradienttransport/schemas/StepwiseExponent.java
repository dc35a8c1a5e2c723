package org.gradienttransport.schemas;

import static org.gradienttransport.schemas.ColumnType.DOUBLE;
import static org.gradienttransport.schemas.ColumnType.INT;
import static org.gradienttransport.schemas.ColumnType.LONG;
import static org.gradienttransport.schemas.ColumnType.STRING;
import static org.gradienttransport.schemas.ColumnType.STRING_ARRAY;

/**
 * Stepwise exponents (METHOD section 2, Eqs. 5-8): ordinary least squares in log-log over the
 * scales, each observable on its own, with the evidence for and against a single power law beside
 * it.
 */
public final class StepwiseExponent {
  public static final Column FAMILY =
      Column.required(1, "family", STRING, "Name of the model family, as in its configuration.");
  public static final Column STEP =
      Column.required(
          2,
          "step",
          LONG,
          Units.TRAINING_STEPS,
          "Training step the field is labelled with; for a checkpoint difference the later one.");
  public static final Column FROM_STEP =
      Column.required(
          3,
          "from_step",
          LONG,
          Units.TRAINING_STEPS,
          "Earlier checkpoint of a difference; equal to step for a gradient.");
  public static final Column FIELD_KIND =
      Column.required(
          4,
          "field_kind",
          STRING,
          "Which field was relaxed: real, or one of the null controls n0, n1, n2.");
  public static final Column REPLICATE =
      Column.required(
          5,
          "replicate",
          INT,
          Units.NONE,
          "Number of the null realisation, from 0; always 0 for the real field.");
  public static final Column OBSERVABLE =
      Column.required(
          6,
          "observable",
          STRING,
          "What is fitted against N: size (s), duration (n_steps), absolute (v_abs) or intensive (v_rel).");
  public static final Column SYMBOL =
      Column.required(
          7,
          "symbol",
          STRING,
          "Symbol of the exponent: D, z, beta or delta, in the order of the observables.");
  public static final Column EXPONENT =
      Column.optional(8, "exponent", DOUBLE, Units.NONE, "Slope of the fit.");
  public static final Column STD_ERROR =
      Column.optional(9, "std_error", DOUBLE, Units.NONE, "Standard error of the slope.");
  public static final Column INTERCEPT =
      Column.optional(
          10,
          "intercept",
          DOUBLE,
          Units.NONE,
          "Intercept of the fit, natural logarithm of the observable at N = 1.");
  public static final Column R2 =
      Column.optional(
          11,
          "r2",
          DOUBLE,
          Units.NONE,
          "Coefficient of determination; null when all observations are equal.");
  public static final Column SCALES =
      Column.required(12, "scales", INT, Units.NONE, "Number of scales fitted.");
  public static final Column SCALE_NAMES =
      Column.required(
          13, "scale_names", STRING_ARRAY, "Names of the scales fitted, by ascending N.");
  public static final Column STATUS =
      Column.required(
          14,
          "status",
          STRING,
          "ok, or why there is no fit: too_few_scales, incomplete_grid or no_spread.");
  public static final Column MESSAGE =
      Column.optional(
          15, "message", STRING, "What is wrong, in a sentence; null when status is ok.");
  public static final Column CURVATURE =
      Column.optional(
          16,
          "curvature",
          DOUBLE,
          Units.NONE,
          "Coefficient of the squared logarithm of N when one is added to the fit; null below four scales.");
  public static final Column CURVATURE_P =
      Column.optional(
          17,
          "curvature_p",
          DOUBLE,
          Units.NONE,
          "Two-sided p-value of the curvature being zero; null where nothing is left to test against.");
  public static final Column PREFERRED_MODEL =
      Column.optional(
          18,
          "preferred_model",
          STRING,
          "Model with the best score: constant, power_law or two_slope; null without evidence.");
  public static final Column CRITERION =
      Column.optional(
          19,
          "criterion",
          STRING,
          "How models are scored: aicc, or leave_one_scale_out where there are too few scales for it.");
  public static final Column CRITERION_CONSTANT =
      Column.optional(
          20,
          "criterion_constant",
          DOUBLE,
          Units.NONE,
          "Score of a constant less the best score; below 2 it is no evidence against the constant.");
  public static final Column CRITERION_POWER =
      Column.optional(
          21,
          "criterion_power",
          DOUBLE,
          Units.NONE,
          "Score of one power law less the best score; below 2 it is no evidence against the power law.");
  public static final Column CRITERION_TWO_SLOPE =
      Column.optional(
          22,
          "criterion_two_slope",
          DOUBLE,
          Units.NONE,
          "Score of a two-slope fit less the best score; null where the scales do not determine one.");

  public static final TableSpec TABLE =
      TableSpec.named("stepwise_exponent")
          .oneRowIs("one fit of one observable against N over the scales, in log-log, at one step.")
          .columns(
              FAMILY,
              STEP,
              FROM_STEP,
              FIELD_KIND,
              REPLICATE,
              OBSERVABLE,
              SYMBOL,
              EXPONENT,
              STD_ERROR,
              INTERCEPT,
              R2,
              SCALES,
              SCALE_NAMES,
              STATUS,
              MESSAGE,
              CURVATURE,
              CURVATURE_P,
              PREFERRED_MODEL,
              CRITERION,
              CRITERION_CONSTANT,
              CRITERION_POWER,
              CRITERION_TWO_SLOPE)
          .key(FAMILY, FIELD_KIND, REPLICATE, OBSERVABLE, STEP)
          .build();

  private StepwiseExponent() {}
}
