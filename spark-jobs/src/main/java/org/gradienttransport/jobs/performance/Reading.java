package org.gradienttransport.jobs.performance;

import java.io.Serializable;

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
    String status,
    String message)
    implements Serializable {
  static final String OK = "ok";
  static final String MISSING = "missing";

  static Reading ok(String scale, long step, double value, Integer tasks, String source) {
    return new Reading(scale, step, value, tasks, source, OK, null);
  }

  Reading at(long other) {
    return new Reading(scale, other, value, tasks, source, status, message);
  }

  boolean found() {
    return status.equals(OK);
  }
}
