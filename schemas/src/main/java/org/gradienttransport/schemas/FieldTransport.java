package org.gradienttransport.schemas;

import static org.gradienttransport.schemas.ColumnType.BOOLEAN;
import static org.gradienttransport.schemas.ColumnType.DOUBLE;
import static org.gradienttransport.schemas.ColumnType.INT;
import static org.gradienttransport.schemas.ColumnType.LONG;
import static org.gradienttransport.schemas.ColumnType.LONG_ARRAY;
import static org.gradienttransport.schemas.ColumnType.STRING;
import static org.gradienttransport.schemas.ColumnType.TIMESTAMP;

/**
 * Relaxations, as measured (METHOD section 1). A field that could not be measured is a row too: its
 * measures are null, and status and message say why.
 */
public final class FieldTransport {
  public static final Column FAMILY =
      Column.required(1, "family", STRING, "Name of the model family, as in its configuration.");
  public static final Column SCALE =
      Column.required(2, "scale", STRING, "Name of the model size within its family.");
  public static final Column FROM_STEP =
      Column.required(
          3,
          "from_step",
          LONG,
          Units.TRAINING_STEPS,
          "Earlier checkpoint of a difference; equal to step for a gradient.");
  public static final Column STEP =
      Column.required(
          4,
          "step",
          LONG,
          Units.TRAINING_STEPS,
          "Training step the field is labelled with; for a checkpoint difference the later one.");
  public static final Column FIELD_KIND =
      Column.required(
          5,
          "field_kind",
          STRING,
          "Which field was relaxed: real, or one of the null controls n0, n1, n2.");
  public static final Column REPLICATE =
      Column.required(
          6,
          "replicate",
          INT,
          Units.NONE,
          "Number of the null realisation, from 0; always 0 for the real field.");
  public static final Column N =
      Column.optional(7, "n", LONG, Units.NODES, "N, entries of the field and nodes of the graph.");
  public static final Column TAU =
      Column.optional(
          8,
          "tau",
          DOUBLE,
          Units.FIELD,
          "Threshold: the exact quantile of the magnitudes of the initial field (Eq. 1).");
  public static final Column S =
      Column.optional(
          9,
          "s",
          LONG,
          Units.ACTIVATIONS,
          "Cascade size: active nodes summed over relaxation steps, repeats counted (Eq. 4).");
  public static final Column N_STEPS =
      Column.optional(
          10,
          "n_steps",
          INT,
          Units.RELAXATION_STEPS,
          "Duration: relaxation steps until no node is active; the ceiling if that never happens.");
  public static final Column V_ABS =
      Column.optional(
          11,
          "v_abs",
          DOUBLE,
          Units.NODES_PER_STEP,
          "Absolute transport, s / n_steps (Eq. 7); null when nothing fired.");
  public static final Column V_REL =
      Column.optional(
          12,
          "v_rel",
          DOUBLE,
          Units.PER_STEP,
          "Intensive transport efficiency, s / (n n_steps) (Eqs. 7, 15); null when nothing fired.");
  public static final Column NORMALIZED_DURATION =
      Column.optional(
          13, "normalized_duration", DOUBLE, Units.NONE, "n_steps / n, relaxation steps per node.");
  public static final Column HIT_CEILING =
      Column.optional(
          14,
          "hit_ceiling",
          BOOLEAN,
          "Whether nodes were still active at the last relaxation step allowed.");
  public static final Column INITIAL_ACTIVE =
      Column.optional(
          15, "initial_active", LONG, Units.NODES, "Nodes above the threshold at the start.");
  public static final Column PEAK_ACTIVE =
      Column.optional(
          16, "peak_active", LONG, Units.NODES, "Most nodes active in one relaxation step.");
  public static final Column ACTIVE_COUNTS =
      Column.optional(
          17,
          "active_counts",
          LONG_ARRAY,
          Units.NODES,
          "Active nodes in each relaxation step, in order.");
  public static final Column FIELD_MIN =
      Column.optional(18, "field_min", DOUBLE, Units.FIELD, "Smallest entry of the initial field.");
  public static final Column FIELD_MAX =
      Column.optional(19, "field_max", DOUBLE, Units.FIELD, "Largest entry of the initial field.");
  public static final Column FIELD_MEAN =
      Column.optional(
          20, "field_mean", DOUBLE, Units.FIELD, "Mean of the entries of the initial field.");
  public static final Column FIELD_VARIANCE =
      Column.optional(
          21,
          "field_variance",
          DOUBLE,
          Units.FIELD_SQUARED,
          "Population variance of the entries of the initial field.");
  public static final Column ZERO_SHARE =
      Column.optional(
          22,
          "zero_share",
          DOUBLE,
          Units.NONE,
          "Share of entries of the initial field that are exactly zero.");
  public static final Column SUM_BEFORE =
      Column.optional(23, "sum_before", DOUBLE, Units.FIELD, "Signed sum of the initial field.");
  public static final Column SUM_AFTER =
      Column.optional(
          24,
          "sum_after",
          DOUBLE,
          Units.FIELD,
          "Signed sum of the relaxed field; equal to sum_before up to rounding.");
  public static final Column SEED =
      Column.optional(
          25, "seed", LONG, Units.NONE, "Seed of the null realisation; null for the real field.");
  public static final Column STATUS =
      Column.required(
          26,
          "status",
          STRING,
          "One of ok, no_activity, ceiling, not_finite, corrupt, missing, wrong_size, unreadable; only ok rows enter fits.");
  public static final Column MESSAGE =
      Column.optional(
          27, "message", STRING, "What is wrong, in a sentence; null when status is ok.");
  public static final Column CONTENT_HASH =
      Column.optional(28, "content_hash", STRING, "Hash of the tensors of the step, as stored.");
  public static final Column FROM_CONTENT_HASH =
      Column.optional(
          29,
          "from_content_hash",
          STRING,
          "Hash of the tensors of the earlier checkpoint, as stored; null for a gradient.");
  public static final Column DUPLICATE_OF_STEP =
      Column.optional(
          30,
          "duplicate_of_step",
          LONG,
          Units.TRAINING_STEPS,
          "Earliest other step of the same scale with identical content, if it came before this one.");
  public static final Column INPUT_PATH =
      Column.optional(
          31,
          "input_path",
          STRING,
          "File the step was read from, the first of them if it is sharded.");
  public static final Column FROM_INPUT_PATH =
      Column.optional(
          32,
          "from_input_path",
          STRING,
          "File the earlier checkpoint was read from, the first of them if it is sharded; null for a gradient.");
  public static final Column INPUT_BYTES =
      Column.optional(33, "input_bytes", LONG, Units.BYTES, "Size of the files read.");
  public static final Column MEASUREMENT_KEY =
      Column.optional(
          34,
          "measurement_key",
          STRING,
          "Key of the measurement in the store: a hash of content, method version and parameters.");
  public static final Column METHOD_VERSION =
      Column.required(
          35,
          "method_version",
          STRING,
          "Version of the measuring method; rows of different versions are not comparable.");
  public static final Column BACKEND =
      Column.optional(36, "backend", STRING, "Backend that measured: cpu, cuda or nd4j.")
          .provenance();
  public static final Column DEVICE =
      Column.optional(37, "device", STRING, "Name of the processor or device that measured.")
          .provenance();
  public static final Column SECONDS =
      Column.optional(
              38,
              "seconds",
              DOUBLE,
              Units.SECONDS,
              "Wall-clock time attributed to this relaxation.")
          .provenance();
  public static final Column MEASURED_AT =
      Column.optional(39, "measured_at", TIMESTAMP, "When it was measured.").provenance();

  public static final Column BACKEND_REASON =
      Column.optional(40, "backend_reason", STRING, "Why that backend measured, in a sentence.")
          .provenance();

  public static final TableSpec TABLE =
      TableSpec.named("field_transport")
          .version(2)
          .oneRowIs(
              "one relaxation: a real field or one realisation of a null control, at one scale and step.")
          .columns(
              FAMILY,
              SCALE,
              FROM_STEP,
              STEP,
              FIELD_KIND,
              REPLICATE,
              N,
              TAU,
              S,
              N_STEPS,
              V_ABS,
              V_REL,
              NORMALIZED_DURATION,
              HIT_CEILING,
              INITIAL_ACTIVE,
              PEAK_ACTIVE,
              ACTIVE_COUNTS,
              FIELD_MIN,
              FIELD_MAX,
              FIELD_MEAN,
              FIELD_VARIANCE,
              ZERO_SHARE,
              SUM_BEFORE,
              SUM_AFTER,
              SEED,
              STATUS,
              MESSAGE,
              CONTENT_HASH,
              FROM_CONTENT_HASH,
              DUPLICATE_OF_STEP,
              INPUT_PATH,
              FROM_INPUT_PATH,
              INPUT_BYTES,
              MEASUREMENT_KEY,
              METHOD_VERSION,
              BACKEND,
              DEVICE,
              SECONDS,
              MEASURED_AT,
              BACKEND_REASON)
          .key(FAMILY, SCALE, STEP, FIELD_KIND, REPLICATE)
          .build();

  private FieldTransport() {}
}
