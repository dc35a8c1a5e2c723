package org.gradienttransport.schemas.vocabulary;

/** What is summarised over steps, scales or realisations. */
public enum Quantity implements Word {
  /** Size exponent. */
  D {
    @Override
    public String word() {
      return "D";
    }
  },
  /** Duration exponent. */
  Z,
  /** Absolute transport exponent. */
  BETA,
  /** Intensive exponent. */
  DELTA,
  /** R2 of the D fits. */
  R2_SIZE,
  /** R2 of the z fits. */
  R2_DURATION,
  /** R2 of the beta fits. */
  R2_ABSOLUTE,
  /** R2 of the delta fits. */
  R2_INTENSIVE,
  /** Intensive transport efficiency. */
  V_REL,
  /** Absolute transport. */
  V_ABS,
  /** Relaxation steps per node. */
  NORMALIZED_DURATION,
  /** Coefficient of variation of v_rel over the scales. */
  CV_V_REL,
  /** Relaxation steps. */
  N_STEPS,
  /** Cascade size per node. */
  S_PER_NODE,
  /** Duration exponent of the real field less that of N0 under the same probe. */
  Z_MINUS_Z_N0
}
