package org.gradienttransport.jobs.run;

import org.gradienttransport.jobs.exit.ExitCode;

/**
 * How a run ended.
 *
 * @param runId the run that is current now
 * @param kind whether it was made or found
 * @param exitCode for the process
 * @param measured relaxations measured; the others came from the store
 */
public record RunOutcome(String runId, Kind kind, ExitCode exitCode, long measured) {
  /** Whether the run was made. */
  public enum Kind {
    /** A new run was published. */
    PUBLISHED,
    /** The current run already covers the same day, inputs and configuration. */
    UNCHANGED
  }
}
