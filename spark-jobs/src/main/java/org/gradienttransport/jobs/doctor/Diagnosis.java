package org.gradienttransport.jobs.doctor;

/**
 * What was found of one thing.
 *
 * @param subject what was looked at
 * @param state whether the subject is fit for a run
 * @param finding what was found
 * @param remedy what to do; empty when nothing
 */
public record Diagnosis(String subject, State state, String finding, String remedy) {
  /** Whether the subject is fit for a run. */
  public enum State {
    OK,
    WARN,
    BROKEN
  }

  static Diagnosis ok(String subject, String finding) {
    return new Diagnosis(subject, State.OK, finding, "");
  }

  static Diagnosis warn(String subject, String finding, String remedy) {
    return new Diagnosis(subject, State.WARN, finding, remedy);
  }

  static Diagnosis broken(String subject, String finding, String remedy) {
    return new Diagnosis(subject, State.BROKEN, finding, remedy);
  }
}
