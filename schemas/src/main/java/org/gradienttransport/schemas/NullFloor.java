package org.gradienttransport.schemas;

import static org.gradienttransport.schemas.ColumnType.DOUBLE;
import static org.gradienttransport.schemas.ColumnType.DOUBLE_ARRAY;
import static org.gradienttransport.schemas.ColumnType.INT;
import static org.gradienttransport.schemas.ColumnType.LONG;
import static org.gradienttransport.schemas.ColumnType.LONG_ARRAY;
import static org.gradienttransport.schemas.ColumnType.STRING;

/**
 * Null floors (METHOD sections 4 and 7): what the probe reports for pure Gaussian fields on a
 * ladder of sizes, which is the least any exponent on that ladder must be compared with.
 */
public final class NullFloor {
  public static final Column LADDER =
      Column.required(1, "ladder", STRING, "Name of the list of sizes.");
  public static final Column STEP =
      Column.required(
          2,
          "step",
          LONG,
          Units.TRAINING_STEPS,
          "Training step that seeds the realisation, seed = 42 + step.");
  public static final Column REPLICATE =
      Column.required(
          3,
          "replicate",
          INT,
          Units.NONE,
          "Number of the null realisation, from 0; always 0 for the real field.");
  public static final Column SEED =
      Column.required(4, "seed", LONG, Units.NONE, "Seed of the realisation.");
  public static final Column NODES =
      Column.required(5, "nodes", LONG_ARRAY, Units.NODES, "N of each size, ascending.");
  public static final Column SIZES =
      Column.optional(6, "sizes", LONG_ARRAY, Units.ACTIVATIONS, "s at each N.");
  public static final Column DURATIONS =
      Column.optional(7, "durations", LONG_ARRAY, Units.RELAXATION_STEPS, "n_steps at each N.");
  public static final Column EFFICIENCIES =
      Column.optional(8, "efficiencies", DOUBLE_ARRAY, Units.PER_STEP, "v_rel at each N.");
  public static final Column SIZE_EXPONENT =
      Column.optional(9, "size_exponent", DOUBLE, Units.NONE, "D, slope of log s on log N.");
  public static final Column SIZE_STD_ERROR =
      Column.optional(10, "size_std_error", DOUBLE, Units.NONE, "Standard error of D.");
  public static final Column SIZE_R2 =
      Column.optional(
          11, "size_r2", DOUBLE, Units.NONE, "Coefficient of determination of the D fit.");
  public static final Column DURATION_EXPONENT =
      Column.optional(
          12, "duration_exponent", DOUBLE, Units.NONE, "z, slope of log n_steps on log N.");
  public static final Column DURATION_STD_ERROR =
      Column.optional(13, "duration_std_error", DOUBLE, Units.NONE, "Standard error of z.");
  public static final Column DURATION_R2 =
      Column.optional(
          14,
          "duration_r2",
          DOUBLE,
          Units.NONE,
          "Coefficient of determination of the z fit; null when all durations are equal.");
  public static final Column INTENSIVE_EXPONENT =
      Column.optional(
          15, "intensive_exponent", DOUBLE, Units.NONE, "delta, slope of log v_rel on log N.");
  public static final Column INTENSIVE_STD_ERROR =
      Column.optional(16, "intensive_std_error", DOUBLE, Units.NONE, "Standard error of delta.");
  public static final Column INTENSIVE_R2 =
      Column.optional(
          17, "intensive_r2", DOUBLE, Units.NONE, "Coefficient of determination of the delta fit.");
  public static final Column METHOD_VERSION =
      Column.required(18, "method_version", STRING, "Version of the measuring method.");
  public static final Column STATUS =
      Column.required(19, "status", STRING, "ok, or why there is no fit, as in stepwise_exponent.");
  public static final Column MESSAGE =
      Column.optional(
          20, "message", STRING, "What is wrong, in a sentence; null when status is ok.");
  public static final Column BACKEND =
      Column.optional(21, "backend", STRING, "Backend that measured: cpu, cuda or nd4j.")
          .provenance();
  public static final Column SECONDS =
      Column.optional(
              22,
              "seconds",
              DOUBLE,
              Units.SECONDS,
              "Time the measurements took, all sizes together.")
          .provenance();

  public static final TableSpec TABLE =
      TableSpec.named("null_floor")
          .oneRowIs("the exponents of one N0 realisation on a whole ladder of sizes.")
          .columns(
              LADDER,
              STEP,
              REPLICATE,
              SEED,
              NODES,
              SIZES,
              DURATIONS,
              EFFICIENCIES,
              SIZE_EXPONENT,
              SIZE_STD_ERROR,
              SIZE_R2,
              DURATION_EXPONENT,
              DURATION_STD_ERROR,
              DURATION_R2,
              INTENSIVE_EXPONENT,
              INTENSIVE_STD_ERROR,
              INTENSIVE_R2,
              METHOD_VERSION,
              STATUS,
              MESSAGE,
              BACKEND,
              SECONDS)
          .key(LADDER, STEP, REPLICATE)
          .build();

  private NullFloor() {}
}
