package org.gradienttransport.jobs.hub.fetch;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.io.Tasks.Verdict;

/** A request the hub did not answer as hoped; its kind says whether asking again can help. */
final class HubException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What went wrong, and how a run that ends with it should exit. */
  enum Kind {
    /** The file is not on the hub, or the token may not read it. */
    MISSING(ExitCode.MISSING_INPUT),
    /** Too many requests (429) or a failing server (5xx). */
    BUSY(ExitCode.TRY_AGAIN),
    /** There is no connection to the hub. */
    UNREACHABLE(ExitCode.UNAVAILABLE),
    /** The connection broke or stalled in the middle. */
    BROKEN(ExitCode.TRY_AGAIN),
    /** The byte range we asked for does not exist (416): what we hold is not part of this file. */
    RANGE(ExitCode.TRY_AGAIN),
    /** An answer that makes no sense: not a hub, or one that must not be followed. */
    REFUSED(ExitCode.UNAVAILABLE),
    /** The bytes are not what the listing promised, or a name is hostile. */
    BAD_DATA(ExitCode.BAD_DATA);

    private final ExitCode exitCode;

    Kind(ExitCode exitCode) {
      this.exitCode = exitCode;
    }
  }

  private final Kind kind;
  private final Duration retryAfter;

  HubException(Kind kind, String message) {
    this(kind, message, null, null);
  }

  HubException(Kind kind, String message, Throwable cause) {
    this(kind, message, null, cause);
  }

  HubException(Kind kind, String message, Duration retryAfter, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  Kind kind() {
    return kind;
  }

  ExitCode exitCode() {
    return kind.exitCode;
  }

  /** Whether the very same request can succeed later, and when the hub asked us to come back. */
  Verdict verdict(boolean gotFurther) {
    boolean mayPass = kind == Kind.BUSY || kind == Kind.UNREACHABLE || kind == Kind.BROKEN;
    return new Verdict(mayPass, gotFurther, Optional.ofNullable(retryAfter));
  }
}
