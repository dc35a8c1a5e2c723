package org.gradienttransport.jobs.run;

import java.time.Instant;

/** What every kind of run says of itself in the same way. */
public final class RunIdentity {
  private RunIdentity() {}

  /** A name that sorts by time and that no two runs share. */
  public static String id(Instant started, String digest, String token) {
    return RunRecord.id(started, digest, token);
  }

  /** Version of the code, from the jar's manifest. */
  public static String codeVersion() {
    return RunRecord.codeVersion();
  }

  /** Name of the driver's host. */
  public static String host() {
    return RunRecord.host();
  }
}
