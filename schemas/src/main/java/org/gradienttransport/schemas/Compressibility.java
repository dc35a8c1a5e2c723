package org.gradienttransport.schemas;

import static org.gradienttransport.schemas.ColumnType.DOUBLE;
import static org.gradienttransport.schemas.ColumnType.INT;
import static org.gradienttransport.schemas.ColumnType.LONG;
import static org.gradienttransport.schemas.ColumnType.STRING;

/**
 * Compressibility (METHOD section 2, after section III.C): the three coefficients of determination,
 * and how far each slope moves when one scale is left out.
 */
public final class Compressibility {
  public static final Column FAMILY =
      Column.required(1, "family", STRING, "Name of the model family, as in its configuration.");
  public static final Column STEP =
      Column.required(
          2,
          "step",
          LONG,
          Units.TRAINING_STEPS,
          "Training step the field is labelled with; for a checkpoint difference the later one.");
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
  public static final Column R2_SIZE =
      Column.optional(
          5, "r2_size", DOUBLE, Units.NONE, "Coefficient of determination of the D fit.");
  public static final Column R2_DURATION =
      Column.optional(
          6,
          "r2_duration",
          DOUBLE,
          Units.NONE,
          "Coefficient of determination of the z fit; null when all durations are equal.");
  public static final Column R2_INTENSIVE =
      Column.optional(
          7, "r2_intensive", DOUBLE, Units.NONE, "Coefficient of determination of the delta fit.");
  public static final Column LOO_SIZE_MIN =
      Column.optional(
          8, "loo_size_min", DOUBLE, Units.NONE, "Smallest D when one scale is left out.");
  public static final Column LOO_SIZE_MAX =
      Column.optional(
          9, "loo_size_max", DOUBLE, Units.NONE, "Largest D when one scale is left out.");
  public static final Column LOO_DURATION_MIN =
      Column.optional(
          10, "loo_duration_min", DOUBLE, Units.NONE, "Smallest z when one scale is left out.");
  public static final Column LOO_DURATION_MAX =
      Column.optional(
          11, "loo_duration_max", DOUBLE, Units.NONE, "Largest z when one scale is left out.");
  public static final Column LOO_INTENSIVE_MIN =
      Column.optional(
          12,
          "loo_intensive_min",
          DOUBLE,
          Units.NONE,
          "Smallest delta when one scale is left out.");
  public static final Column LOO_INTENSIVE_MAX =
      Column.optional(
          13, "loo_intensive_max", DOUBLE, Units.NONE, "Largest delta when one scale is left out.");
  public static final Column SCALES =
      Column.required(14, "scales", INT, Units.NONE, "Number of scales fitted.");
  public static final Column STATUS =
      Column.required(15, "status", STRING, "ok, or why there is no fit, as in stepwise_exponent.");
  public static final Column MESSAGE =
      Column.optional(
          16, "message", STRING, "What is wrong, in a sentence; null when status is ok.");

  public static final TableSpec TABLE =
      TableSpec.named("compressibility")
          .oneRowIs("how well one power law in N describes the family at one step.")
          .columns(
              FAMILY,
              STEP,
              FIELD_KIND,
              REPLICATE,
              R2_SIZE,
              R2_DURATION,
              R2_INTENSIVE,
              LOO_SIZE_MIN,
              LOO_SIZE_MAX,
              LOO_DURATION_MIN,
              LOO_DURATION_MAX,
              LOO_INTENSIVE_MIN,
              LOO_INTENSIVE_MAX,
              SCALES,
              STATUS,
              MESSAGE)
          .key(FAMILY, FIELD_KIND, REPLICATE, STEP)
          .build();

  private Compressibility() {}
}
