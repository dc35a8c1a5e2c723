package org.gradienttransport.jobs.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.jobs.present.TextTable;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.jobs.warehouse.WriterLease;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Published runs: list them, show one, go back to one. Needs no Spark. */
@Command(
    name = "runs",
    header = "List published runs, show one, or make an earlier one current again.",
    subcommands = {
      RunsCommand.ListRuns.class,
      RunsCommand.ShowRun.class,
      RunsFollowCommand.class,
      RunsCommand.RollBack.class
    },
    footer = {"", "Example:", "  gradient-transport runs list --warehouse out"})
final class RunsCommand {

  @Command(
      name = "list",
      header = "List complete runs, oldest first; * marks the current one.",
      footer = {"", "Example:", "  gradient-transport runs list --warehouse out"})
  static final class ListRuns extends CommandBase {
    @Mixin private WarehouseOption warehouseOption;

    @Override
    ExitCode work() throws IOException {
      Warehouse warehouse = warehouseOption.open();
      Optional<String> current = warehouse.currentRun();
      TextTable table = new TextTable("", "run", "as of", "finished", "ends with", "measured");
      for (String runId : warehouse.completeRuns()) {
        JsonNode run = describe(warehouse, runId);
        table.add(
            List.of(
                current.equals(Optional.of(runId)) ? "*" : "",
                runId,
                run.path("as_of").asText(),
                run.path("finished_at").asText(),
                run.path("exit_code").asText() + " " + run.path("exit").asText(),
                run.path("measured").asText()));
      }
      out().print(table);
      return ExitCode.OK;
    }
  }

  @Command(
      name = "show",
      header = "Show what a run says of itself; the current one unless another is named.",
      footer = {"", "Example:", "  gradient-transport runs show --warehouse out --format json"})
  static final class ShowRun extends CommandBase {
    @Mixin private WarehouseOption warehouseOption;

    @Parameters(arity = "0..1", paramLabel = "RUN", description = "Which run.")
    private String run;

    @Option(
        names = "--format",
        paramLabel = "text|json",
        defaultValue = "TEXT",
        description = "How to show it; json is the run's _RUN.json. Default: text.")
    private Shown format;

    @Option(
        names = "--exit-code",
        description = "Print nothing; end with the exit code that the run ended with.")
    private boolean exitCode;

    @Option(
        names = "--summary",
        description = "With --exit-code: say in a few lines how the run ended.")
    private boolean summary;

    @Option(
        names = "--submitted",
        paramLabel = "CODE",
        description =
            "With --exit-code: what submitting the run ended with. A run that was submitted in vain"
                + " and left no word is an internal error, not a missing one.")
    private int submitted;

    @Override
    ExitCode work() throws IOException {
      Warehouse warehouse = warehouseOption.open();
      String runId = run == null ? warehouse.requireCurrentRun() : run;
      if (exitCode) {
        JsonNode end = endOf(warehouse, runId, submitted);
        if (summary) {
          out().print(summary(end, warehouse));
        }
        return ExitCode.of(end.path("exit_code").asInt(ExitCode.INTERNAL.code()))
            .orElse(ExitCode.INTERNAL);
      }
      JsonNode description = describe(warehouse, runId);
      out().print(format == Shown.JSON ? Json.text(description) : lines(description));
      return ExitCode.OK;
    }
  }

  /** A driver on a cluster cannot give its exit code to who submitted it, so it is looked up. */
  private static JsonNode endOf(Warehouse warehouse, String runId, int submitted)
      throws IOException {
    Optional<String> word = warehouse.runEnd(runId);
    if (word.isEmpty()) {
      word = warehouse.runDescription(runId);
    }
    if (word.isEmpty() && submitted != 0) {
      throw new JobException(
          ExitCode.INTERNAL,
          "Run %s left no word of how it ended in %s, and submitting it ended with %s; see the driver's log."
              .formatted(runId, warehouse.root(), submitted));
    }
    return word.isPresent() ? Json.parse(word.get(), runId) : describe(warehouse, runId);
  }

  /** How a run ended, for whoever waited for it. */
  private static String summary(JsonNode end, Warehouse warehouse) {
    String runId = end.path("run_id").asText();
    StringBuilder text = new StringBuilder();
    text.append(
        "Run %s ended with %s %s.%n"
            .formatted(runId, end.path("exit_code"), end.path("exit").asText()));
    if (end.has("message")) {
      return text.append(end.path("message").asText()).append('\n').toString();
    }
    text.append(
        "%s relaxations measured; fields by status: %s%n"
            .formatted(end.path("measured"), end.path("fields_by_status")));
    end.path("failed_checks")
        .forEach(
            check ->
                text.append(
                    "%s %s %s: %s%n"
                        .formatted(
                            check.path("level").asText(),
                            check.path("family").asText(),
                            check.path("name").asText(),
                            check.path("message").asText())));
    return text.append("Tables: ").append(warehouse.run(runId)).append('\n').toString();
  }

  @Command(
      name = "rollback",
      header = "Make an earlier complete run the current one. Deletes nothing.",
      footer = {
        "",
        "Example:",
        "  gradient-transport runs rollback --warehouse out 2026-11-21T031500Z-1a2b3c4d-1-5e6f7a8b"
      })
  static final class RollBack extends CommandBase {
    @Mixin private WarehouseOption warehouseOption;

    @Parameters(paramLabel = "RUN", description = "The run to go back to.")
    private String run;

    @Override
    ExitCode work() throws IOException {
      Warehouse warehouse = warehouseOption.open();
      describe(warehouse, run);
      try (WriterLease lease =
          WriterLease.acquire(
              warehouse, "runs rollback", Duration.ofMinutes(1), Clock.systemUTC())) {
        lease.requireHeld();
        warehouse.pointTo(run);
      }
      out().println("Current run is now " + run);
      return ExitCode.OK;
    }
  }

  /** How a run is shown. */
  enum Shown {
    TEXT,
    JSON
  }

  private static TextTable lines(JsonNode description) {
    TextTable table = new TextTable("what", "value");
    description
        .properties()
        .forEach(
            entry ->
                table.add(
                    List.of(
                        entry.getKey(),
                        entry.getValue().isValueNode()
                            ? entry.getValue().asText()
                            : entry.getValue().toString())));
    return table;
  }

  private static JsonNode describe(Warehouse warehouse, String runId) throws IOException {
    return Json.parse(warehouse.requireRunDescription(runId), runId);
  }
}
