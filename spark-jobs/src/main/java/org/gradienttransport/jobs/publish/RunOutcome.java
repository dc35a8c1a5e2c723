package org.gradienttransport.jobs.publish;

import org.gradienttransport.jobs.exit.ExitCode;

/**
 * How a run ended.
 *
 * @param runId the run that stands for the day now
 * @param measured relaxations measured; the others came from the store
 */
public record RunOutcome(String runId, Kind kind, ExitCode exitCode, long measured) {
  /** Whether the run was made. */
  public enum Kind {
    /** A new run was published. */
    PUBLISHED,
    /** A new run is complete, but readers keep seeing one that stands for a later day. */
    BACKFILLED,
    /** A new run is complete, but not one of its snapshots could be read: readers do not see it. */
    WITHHELD,
    /** A complete run already covers the same day, inputs and configuration. */
    UNCHANGED,
    /** As {@link #UNCHANGED}, by a run that is withheld: nothing can be read, as before. */
    STILL_WITHHELD
  }
}
