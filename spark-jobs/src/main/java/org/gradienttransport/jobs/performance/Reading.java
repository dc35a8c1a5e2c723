package org.gradienttransport.jobs.performance;

import org.gradienttransport.schemas.vocabulary.EvaluationStatus;

/**
 * What was found for one scale and step.
 *
 * @param scale name of the scale in its family
 * @param step training step
 * @param value the metric; null where there is none
 * @param tasks tasks averaged; null for what is no average over tasks
 * @param source file it was read from
 * @param status ok, or what is wrong
 * @param message what is wrong and what to do, in a sentence; null when ok
 */
record Reading(
    String scale,
    long step,
    Double value,
    Integer tasks,
    String source,
    EvaluationStatus status,
    String message) {
  static Reading ok(String scale, long step, double value, Integer tasks, String source) {
    return new Reading(scale, step, value, tasks, source, EvaluationStatus.OK, null);
  }

  /** A step without a value, and why. */
  static Reading refused(EvaluationFile file, long step, EvaluationStatus status, String message) {
    return new Reading(file.scale(), step, null, null, file.path(), status, message);
  }

  Reading at(long other) {
    return new Reading(scale, other, value, tasks, source, status, message);
  }

  boolean found() {
    return status == EvaluationStatus.OK;
  }
}
