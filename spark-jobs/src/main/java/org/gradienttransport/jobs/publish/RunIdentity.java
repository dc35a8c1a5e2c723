package org.gradienttransport.jobs.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.jobs.io.SparkApplication;

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
    String version = RunIdentity.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** Spark's name of the application on a cluster that makes the run. */
  static Optional<String> application() {
    return SparkApplication.current().map(SparkApplication::id);
  }

  /** What every {@code _RUN.json} begins with. */
  static ObjectNode json(String runId, LocalDate asOf, ExitCode exit) {
    return Json.object()
        .put("run_id", runId)
        .put("as_of", asOf.toString())
        .put("exit", exit.name())
        .put("exit_code", exit.code())
        .put("application_id", application().orElse(null));
  }
}
