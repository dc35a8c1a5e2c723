package org.gradienttransport.jobs.exit;

import java.util.Arrays;
import java.util.Optional;

/** Exit codes of every command, after BSD's sysexits where they fit. */
public enum ExitCode {
  /** Done, and every check passed. */
  OK(0),
  /** Wrong usage: an unknown option, a missing argument. */
  USAGE(64),
  /** Done, but some input data were refused; their rows say why. */
  BAD_DATA(65),
  /** Done, but some input was missing. */
  MISSING_INPUT(66),
  /** A required device or service is absent. */
  UNAVAILABLE(69),
  /** A bug or an unforeseen failure. */
  INTERNAL(70),
  /** Output refused or locked by another writer. */
  CANNOT_WRITE(73),
  /** A passing failure: try again. */
  TRY_AGAIN(75),
  /** Wrong configuration; nothing was done. */
  CONFIGURATION(78),
  /** Done, but a check of level ERROR failed. */
  CHECK_FAILED(80);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** The one with this number, if there is one. */
  public static Optional<ExitCode> of(int code) {
    return Arrays.stream(values()).filter(exit -> exit.code == code).findFirst();
  }

  /** The number given to the operating system. */
  public int code() {
    return code;
  }
}
