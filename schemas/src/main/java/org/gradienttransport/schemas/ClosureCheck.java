package org.gradienttransport.schemas;

import static org.gradienttransport.schemas.ColumnType.DOUBLE;
import static org.gradienttransport.schemas.ColumnType.INT;
import static org.gradienttransport.schemas.ColumnType.LONG;
import static org.gradienttransport.schemas.ColumnType.STRING;

/**
 * Closure (METHOD section 2, Eq. 9): beta = D - z and delta = beta - 1 hold to rounding at every
 * fitted step, or the code is wrong.
 */
public final class ClosureCheck {
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
  public static final Column BETA_RESIDUAL =
      Column.optional(5, "beta_residual", DOUBLE, Units.NONE, "beta - (D - z).");
  public static final Column DELTA_RESIDUAL =
      Column.optional(6, "delta_residual", DOUBLE, Units.NONE, "delta - (beta - 1).");
  public static final Column BOUND =
      Column.required(
          7,
          "bound",
          DOUBLE,
          Units.NONE,
          "Largest magnitude of a residual that still counts as closed.");
  public static final Column VERDICT =
      Column.optional(8, "verdict", STRING, "closed or broken; null when there is no fit.");
  public static final Column STATUS =
      Column.required(9, "status", STRING, "ok, or why there is no fit, as in stepwise_exponent.");

  public static final TableSpec TABLE =
      TableSpec.named("closure_check")
          .oneRowIs(
              "the two closure relations at one step, which are algebra when the same points are fitted.")
          .columns(
              FAMILY,
              STEP,
              FIELD_KIND,
              REPLICATE,
              BETA_RESIDUAL,
              DELTA_RESIDUAL,
              BOUND,
              VERDICT,
              STATUS)
          .key(FAMILY, FIELD_KIND, REPLICATE, STEP)
          .build();

  private ClosureCheck() {}
}
