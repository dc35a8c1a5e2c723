package org.gradienttransport.jobs.exit;

/**
 * An error a user can act on: its message says what is wrong, where, and what to do. Shown without
 * a stack trace.
 */
public final class JobException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  public JobException(ExitCode exitCode, String message) {
    this(exitCode, message, null);
  }

  public JobException(ExitCode exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** Wrong usage of the command line. */
  public static JobException usage(String message) {
    return new JobException(ExitCode.USAGE, message);
  }

  /** Wrong configuration, before any work. */
  public static JobException configuration(String message) {
    return new JobException(ExitCode.CONFIGURATION, message);
  }

  /** Something is not there. */
  public static JobException missing(String message) {
    return new JobException(ExitCode.MISSING_INPUT, message);
  }

  /** Output is refused, or locked by another writer. */
  public static JobException cannotWrite(String message) {
    return new JobException(ExitCode.CANNOT_WRITE, message);
  }

  /** How the process should end. */
  public ExitCode exitCode() {
    return exitCode;
  }
}
