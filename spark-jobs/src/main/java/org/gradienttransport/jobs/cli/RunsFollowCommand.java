package org.gradienttransport.jobs.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.publish.Publisher;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.jobs.warehouse.WriterLease;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says how far a run is that another process makes, by what its lease says. */
@Command(
    name = "follow",
    header = "Say every half minute how far a run is that works elsewhere, such as in a cluster.",
    footer = {"", "Example:", "  gradient-transport runs follow --warehouse out night-1"})
final class RunsFollowCommand extends CommandBase {
  private static final Duration LOOK = Duration.ofSeconds(3);
  private static final Duration SAY = Duration.ofSeconds(30);

  @Mixin private WarehouseOption warehouseOption;

  @Parameters(paramLabel = "RUN", description = "Which run.")
  private String run;

  @Option(
      names = "--while",
      paramLabel = "PID",
      description = "Go on while this process lives, such as the one that submitted the run.")
  private Long submitter;

  private String last = "";
  private long saidAt;

  @Override
  ExitCode work() throws Exception {
    Warehouse warehouse = warehouseOption.open();
    saidAt = System.nanoTime();
    while (goesOn(warehouse)) {
      Optional<JsonNode> lease = lease(warehouse);
      String who = lease.map(RunsFollowCommand::application).orElse("");
      if (!who.isEmpty() && !who.equals(last)) {
        say(who);
        last = who;
      } else if (System.nanoTime() - saidAt >= SAY.toNanos()) {
        say(lease.map(RunsFollowCommand::progress).orElse("no driver is at work yet"));
      }
      Thread.sleep(LOOK.toMillis());
    }
    return ExitCode.OK;
  }

  private boolean goesOn(Warehouse warehouse) throws IOException {
    return submitter == null
        ? warehouse.runEnd(run).isEmpty() && warehouse.runDescription(run).isEmpty()
        : ProcessHandle.of(submitter).filter(ProcessHandle::isAlive).isPresent();
  }

  /** The lease that the run holds; a store that does not answer is asked again later. */
  private Optional<JsonNode> lease(Warehouse warehouse) {
    try {
      return WriterLease.latest(warehouse)
          .filter(lease -> lease.path("owner").asText().startsWith(Publisher.owner(run)))
          .filter(lease -> !lease.path("released").asBoolean(false));
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  /** Where the run is at work; empty until its application has begun. */
  private static String application(JsonNode lease) {
    if (!lease.has("application_id")) {
      return "";
    }
    return "application %s, attempt %s, on %s %s"
        .formatted(
            lease.path("application_id").asText(),
            lease.path("application_attempt").asText("1"),
            lease.path("host").asText(),
            lease.path("tracking_address").asText())
        .strip();
  }

  private static String progress(JsonNode lease) {
    return lease
        .path(Publisher.PROGRESS)
        .asText("at work since " + lease.path("acquired_at").asText());
  }

  private void say(String what) {
    out().println("run " + run + ": " + what);
    out().flush();
    saidAt = System.nanoTime();
  }
}
