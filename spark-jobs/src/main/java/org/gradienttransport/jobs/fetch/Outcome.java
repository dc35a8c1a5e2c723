package org.gradienttransport.jobs.fetch;

import java.util.Optional;

/**
 * How it went with one file.
 *
 * @param sha256 of the bytes at the target; empty when they are not there
 */
record Outcome(RemoteFile file, State state, Optional<String> sha256, Optional<Problem> problem) {
  /** What was done. */
  enum State {
    FETCHED,
    ALREADY_THERE,
    FAILED,
    /** Left alone because the run had to stop. */
    NOT_TRIED
  }
}
