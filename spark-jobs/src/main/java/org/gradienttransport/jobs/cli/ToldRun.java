package org.gradienttransport.jobs.cli;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.jobs.lineage.Lineage;
import org.gradienttransport.jobs.lineage.RunEvents;
import org.gradienttransport.jobs.publish.RunContext;
import org.gradienttransport.jobs.publish.RunOutcome;
import org.gradienttransport.jobs.publish.RunSettings;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.schemas.Tables;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run of which a catalogue is told, when it begins and how it ends. */
final class ToldRun {
  private static final Logger LOG = LoggerFactory.getLogger(ToldRun.class);

  private final Lineage lineage;
  private final RunContext run;
  private final RunEvents events;
  private final RunSettings settings;
  private final Clock clock;

  /**
   * @param to where to tell it; null to tell nobody
   */
  ToldRun(String to, RunContext run, RunSettings settings, Clock clock) {
    this.lineage =
        Lineage.to(to, run.configuration(), Optional.ofNullable(System.getenv(Lineage.KEY)));
    this.run = run;
    this.events =
        new RunEvents(
            run.warehouse().root().toString(), run.runId(), List.copyOf(settings.names()));
    this.settings = settings;
    this.clock = clock;
  }

  /** Does the work of the run, and tells of it. */
  RunOutcome of(Callable<RunOutcome> work) throws Exception {
    List<String> roots = new ArrayList<>();
    settings.families().forEach(family -> roots.add(family.root()));
    lineage.start(events, clock.instant(), settings.asOf(), roots);
    try {
      RunOutcome outcome = work.call();
      complete(outcome);
      return outcome;
    } catch (Exception | Error e) {
      lineage.fail(events, clock.instant(), String.valueOf(e.getMessage()));
      throw e;
    }
  }

  /** Where nothing has changed, the run that began is told to have ended with the tables there. */
  private void complete(RunOutcome outcome) {
    if (!lineage.wanted()) {
      return;
    }
    Path directory = run.warehouse().run(outcome.runId());
    try {
      Set<String> there = new HashSet<>();
      for (FileStatus entry : run.warehouse().fileSystem().listStatus(directory)) {
        there.add(entry.getPath().getName());
      }
      String text = run.warehouse().runDescription(outcome.runId()).orElse("{}");
      lineage.complete(
          events,
          clock.instant(),
          Json.parse(text, Warehouse.RUN_MARKER),
          Tables.ALL.stream().filter(table -> there.contains(table.name())).toList());
    } catch (IOException e) {
      LOG.warn("nobody was told that the run is complete: {}", e.getMessage());
    }
  }
}
