package org.gradienttransport.schemas;

/** Columns that several tables have, each described once. */
public enum SharedColumn {
  FAMILY("Name of the model family, as in its configuration.", "", false),
  SCALE("Name of the model size within its family.", "", false),
  STEP(
      "Training step the field is labelled with; for a checkpoint difference the later one.",
      Units.TRAINING_STEPS,
      false),
  FROM_STEP(
      "Earlier checkpoint of a difference; equal to step for a gradient.",
      Units.TRAINING_STEPS,
      false),
  FIELD_KIND("Which field was relaxed: real, or one of the null controls n0, n1, n2.", "", false),
  REPLICATE("Number of the null realisation, from 0; always 0 for the real field.", "", false),
  AXIS_VALUE(
      "Tokens, or share of the training, at which the scales of the family are aligned; null where they are aligned by their steps.",
      "",
      true),
  METRIC_STEP("Training step the metric was taken at.", Units.TRAINING_STEPS, false),
  COHORT("Name of the families that differ only in their seed, together.", "", false),
  LADDER("Name of the list of sizes.", "", false),
  FIT_STATUS("ok, or why there is no fit, as in stepwise_exponent.", "", false),
  SCALES("Number of scales fitted.", "", false),
  SCALE_NAMES("Names of the scales fitted, by ascending N.", "", false),
  SOURCE("Name of the study, or of the family whose losses these are.", "", false),
  SERIES("Name of the rows fitted together within the source; all if it has no series.", "", false),
  APPROACH(
      "How the optimum follows: 1 (envelope), 2 (isoflop), 3 (parametric), kaplan, or none for a law that allocates no compute.",
      "",
      false),
  LAW_FORM("Form of the law, such as chinchilla, kaplan_nd or power_floor.", "", false),
  LAW_VARIABLES(
      "What the law is a function of: n, d, s, c, c_min, tau, n_d, n_s or n_d_u.", "", false),
  LAW_STATUS("ok, or why there are no numbers, or why they need care.", "", false),
  PARAMS_KIND("Which parameters N counts: non_embedding, with_head, total or analysed.", "", true),
  FLOPS_KIND("How compute was counted: 6nd, exact, exact_head or given.", "", true),
  PROBE_FACTOR(
      "What of the probe is varied: graph_seed, attachment, graph, alpha or quantile; baseline for the probe of METHOD, all for all of them.",
      "",
      false),
  PROBE_LEVEL(
      "Value of the factor, such as 43, torus or 0.2; baseline for the baseline.", "", false),
  MESSAGE(
      "What is wrong, or what must be known of a sound row, in a sentence; null when there is nothing to say.",
      "",
      true);

  private final String doc;
  private final String unit;
  private final boolean optional;

  SharedColumn(String doc, String unit, boolean optional) {
    this.doc = doc;
    this.unit = unit;
    this.optional = optional;
  }

  /** What the column holds, one sentence. */
  public String doc() {
    return doc;
  }

  /** The unit of the values; empty if they have none. */
  public String unit() {
    return unit;
  }

  /** Whether the column may be null. */
  public boolean optional() {
    return optional;
  }
}
