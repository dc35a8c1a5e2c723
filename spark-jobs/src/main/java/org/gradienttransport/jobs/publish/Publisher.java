package org.gradienttransport.jobs.publish;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.exit.StopRequest;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.jobs.io.SmallFiles;
import org.gradienttransport.jobs.io.TableDirectory;
import org.gradienttransport.jobs.observe.Phase;
import org.gradienttransport.jobs.observe.RunLog;
import org.gradienttransport.jobs.observe.RunMetrics;
import org.gradienttransport.jobs.observe.RunPhase;
import org.gradienttransport.jobs.observe.Work;
import org.gradienttransport.jobs.warehouse.Holder;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.jobs.warehouse.WriterLease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How any run becomes visible: written aside under a lease while somebody watches that it moves,
 * complete once its marker is there, and shown to readers in one step.
 */
public final class Publisher {
  /** Key of a lease under which a run says how far it is. */
  public static final String PROGRESS = "progress";

  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  private final RunContext run;
  private final Duration leaseTime;

  /**
   * A publisher of one run.
   *
   * @param leaseTime how long the right to write lasts unrenewed
   */
  Publisher(RunContext run, Duration leaseTime) {
    this.run = run;
    this.leaseTime = leaseTime;
  }

  /** What is done while nobody else may write to the warehouse. */
  interface Leased<T> {
    T run(Instant started, WriterLease lease) throws IOException;
  }

  /** Does work that measures but publishes nothing. */
  <T> T leased(Leased<T> work) throws IOException {
    Instant started = run.clock().instant();
    StopRequest.ofProcess().heed();
    return watched(
        () -> {
          try (WriterLease lease = acquire()) {
            lease.tell(content -> content.put(PROGRESS, RunMetrics.ofProcess().sentence()));
            return work.run(started, lease);
          }
        });
  }

  /** Does work that ends in a run, new or found; its name must not be taken. */
  RunOutcome published(Leased<RunOutcome> work) throws IOException {
    RunMetrics.ofProcess().begin();
    RunOutcome outcome =
        leased(
            (started, lease) -> {
              refuseTakenId();
              return work.run(started, lease);
            });
    RunMetrics.ofProcess().end(outcome.exitCode().code());
    return outcome;
  }

  /** Does one stage of a run; Spark's pages, the log and the metrics say so. */
  <T> T during(Phase stage, String what, Work<T, IOException> work) throws IOException {
    StopRequest.ofProcess().requireNone();
    return RunPhase.during(run.spark(), run.runId(), stage, what, work);
  }

  private <T> T watched(Work<T, IOException> work) throws IOException {
    return RunWatchdog.watch(
        run.spark(), run.giveUpAfter(), () -> RunLog.during(run.runId(), work));
  }

  private WriterLease acquire() throws IOException {
    return WriterLease.acquire(
        run.warehouse(), owner(run.runId()) + Holder.host(), leaseTime, run.clock());
  }

  /** How the owner of a lease begins that a run of this name holds; its host follows. */
  public static String owner(String runId) {
    return "run " + runId + " on ";
  }

  /** Run directories are never written twice. */
  private void refuseTakenId() throws IOException {
    if (run.warehouse().fileSystem().exists(directory())) {
      throw new JobException(
          ExitCode.CANNOT_WRITE,
          "There is a run %s already, complete or abandoned. Give the run another name."
              .formatted(run.runId()));
    }
  }

  private Path directory() {
    return run.warehouse().run(run.runId());
  }

  /** The run's tables, of which readers see none yet. */
  TableDirectory tables() {
    return new TableDirectory(run.warehouse().fileSystem(), directory());
  }

  /** Writes a file beside the run's tables. */
  void write(String file, String content) throws IOException {
    SmallFiles.createNew(run.warehouse().fileSystem(), new Path(directory(), file), content);
  }

  /**
   * Completes the run by its marker, and shows it to readers unless it has nothing to show or they
   * see one that stands for a later day.
   */
  RunOutcome.Kind complete(LocalDate asOf, JsonNode description, WriterLease lease)
      throws IOException {
    lease.requireHeld();
    write(Warehouse.RUN_MARKER, Json.text(description));
    if (RunRecord.nothingRead(description)) {
      LOG.warn(
          "run {} could not read a single snapshot; readers keep seeing {}",
          run.runId(),
          run.warehouse().currentRun().orElse("no run"));
      return RunOutcome.Kind.WITHHELD;
    }
    return show(run.runId(), asOf, lease) ? RunOutcome.Kind.PUBLISHED : RunOutcome.Kind.BACKFILLED;
  }

  /**
   * Shows a complete run to readers, unless they see one that stands for a later day.
   *
   * @return whether readers see it
   */
  boolean show(String complete, LocalDate asOf, WriterLease lease) throws IOException {
    lease.requireHeld();
    Optional<RunHistory.Past> current = new RunHistory(run.warehouse()).current();
    if (current.isPresent() && current.get().asOf().isAfter(asOf)) {
      LOG.info(
          "readers keep seeing run {}, which stands for the later day {}",
          current.get().runId(),
          current.get().asOf());
      return false;
    }
    if (current.isEmpty() || !current.get().runId().equals(complete)) {
      run.warehouse().pointTo(complete);
    }
    return true;
  }
}
