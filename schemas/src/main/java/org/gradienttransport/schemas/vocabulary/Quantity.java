package org.gradienttransport.schemas.vocabulary;

/** What is summarised over steps, scales or realisations. */
public enum Quantity implements Word {
  /** Size exponent. */
  D("D"),
  /** Duration exponent. */
  Z("z"),
  /** Absolute transport exponent. */
  BETA("beta"),
  /** Intensive exponent. */
  DELTA("delta"),
  /** R2 of the D fits. */
  R2_SIZE("r2_size"),
  /** R2 of the z fits. */
  R2_DURATION("r2_duration"),
  /** R2 of the beta fits. */
  R2_ABSOLUTE("r2_absolute"),
  /** R2 of the delta fits. */
  R2_INTENSIVE("r2_intensive"),
  /** Intensive transport efficiency. */
  V_REL("v_rel"),
  /** Absolute transport. */
  V_ABS("v_abs"),
  /** Relaxation steps per node. */
  NORMALIZED_DURATION("normalized_duration"),
  /** Coefficient of variation of v_rel over the scales. */
  CV_V_REL("cv_v_rel"),
  /** Relaxation steps. */
  N_STEPS("n_steps"),
  /** Cascade size per node. */
  S_PER_NODE("s_per_node");

  private final String word;

  Quantity(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
