package org.gradienttransport.jobs.run;

import java.time.Instant;
import java.util.UUID;

/** What every kind of run says of itself in the same way. */
public final class RunIdentity {
  private RunIdentity() {}

  /** A name that sorts by time and that no two runs share. */
  public static String id(Instant started, String digest, String token) {
    return RunRecord.id(started, digest, token);
  }

  /** A name for a run that starts now, known before its inputs are. */
  public static String fresh(Instant started) {
    return RunRecord.ID_TIME.format(started) + "-" + UUID.randomUUID().toString().substring(0, 8);
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
