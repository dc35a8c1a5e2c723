package org.gradienttransport.jobs.run;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;

/** What every kind of run says of itself in the same way. */
public final class RunIdentity {
  private static final DateTimeFormatter ID_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private RunIdentity() {}

  /** A name that sorts by time and that no two runs share. */
  public static String fresh(Instant started) {
    return ID_TIME.format(started) + "-" + UUID.randomUUID().toString().substring(0, 8);
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
