package org.gradienttransport.jobs.warehouse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;
import org.gradienttransport.jobs.io.SparkApplication;

/** The process that holds a lease, as far as another process can tell whether it still lives. */
public final class Holder {
  private static final String APPLICATION = "application_id";
  private static final String ATTEMPT = "application_attempt";

  private Holder() {}

  /** Adds host, process number and its start time, which together no other process has. */
  static void describeThisProcess(ObjectNode lease) {
    ProcessHandle process = ProcessHandle.current();
    lease.put("host", host()).put("pid", process.pid()).put("process_started", started(process));
    describeItsApplication(lease);
  }

  /** Adds the Spark application, which may begin only after the lease was taken. */
  static void describeItsApplication(ObjectNode lease) {
    SparkApplication.current()
        .ifPresent(
            application ->
                lease
                    .put(APPLICATION, application.id())
                    .put(ATTEMPT, application.attempt())
                    .put("tracking_address", application.address()));
  }

  /**
   * Whether the holder was an earlier attempt of the application that this process drives: a
   * cluster manager starts another only when it has given up the one before.
   */
  static boolean isEarlierAttempt(JsonNode lease) {
    return SparkApplication.current()
        .filter(ours -> ours.id().equals(lease.path(APPLICATION).asText()))
        .filter(ours -> lease.path(ATTEMPT).asInt(Integer.MAX_VALUE) < ours.attempt())
        .isPresent();
  }

  /** Whether the holder ran on this host and has ended; unknown counts as alive. */
  static boolean isGone(JsonNode lease) {
    if (!lease.path("host").asText().equals(host()) || !lease.path("pid").isNumber()) {
      return false;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(lease.path("pid").asLong());
    return process.isEmpty()
        || !process.get().isAlive()
        || !started(process.get()).equals(lease.path("process_started").asText());
  }

  private static String started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("unknown");
  }

  /** Name of this host; "unknown" where it has none. */
  public static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
