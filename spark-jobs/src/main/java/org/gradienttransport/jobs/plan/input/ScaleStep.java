package org.gradienttransport.jobs.plan.input;

/**
 * A snapshot step of a scale, and what it is aligned with in the family's other scales.
 *
 * @param step training step of the scale
 * @param aligned training step that labels rows of the family as a whole: the same, or the step of
 *     the largest scale at the same place of the family's axis
 * @param axisValue that place, as the largest scale has it; null where scales align by their steps
 */
public record ScaleStep(long step, long aligned, Double axisValue) {

  /** A step of a family whose scales align by their steps. */
  static ScaleStep of(long step) {
    return new ScaleStep(step, step, null);
  }
}
