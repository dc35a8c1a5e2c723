package org.gradienttransport.jobs.publish;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.jobs.warehouse.Warehouse;

/** The complete runs of a warehouse, as they describe themselves. */
public record RunHistory(Warehouse warehouse) {
  private static final int DATE = "2026-11-21".length();

  /**
   * A complete run.
   *
   * @param asOf day it stands for
   * @param description its {@code _RUN.json}
   */
  public record Past(String runId, LocalDate asOf, ExitCode exit, JsonNode description) {}

  /** Runs that stand for a day, newest first. */
  public List<Past> of(LocalDate day) throws IOException {
    List<Past> found = new ArrayList<>();
    for (String runId : warehouse.runDirectories()) {
      if (mayStandFor(runId, day)) {
        past(runId).filter(past -> past.asOf().equals(day)).ifPresent(past -> found.add(0, past));
      }
    }
    return found;
  }

  /** The run that readers see. */
  public Optional<Past> current() throws IOException {
    Optional<String> runId = warehouse.currentRun();
    return runId.isEmpty() ? Optional.empty() : past(runId.get());
  }

  /** Ids begin with the day a run started, and no run stands for more than a day ahead of that. */
  private static boolean mayStandFor(String runId, LocalDate day) {
    return runId.length() < DATE || runId.substring(0, DATE).compareTo(day.minusDays(1) + "") >= 0;
  }

  private Optional<Past> past(String runId) throws IOException {
    Optional<String> text = warehouse.runDescription(runId);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    JsonNode description = Json.parse(text.get(), runId);
    if (!description.hasNonNull("as_of") || !description.hasNonNull("exit")) {
      return Optional.empty();
    }
    return Optional.of(
        new Past(
            runId,
            LocalDate.parse(description.path("as_of").asText()),
            ExitCode.valueOf(description.path("exit").asText()),
            description));
  }
}
