package org.gradienttransport.jobs.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.conf.Credentials;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.jobs.io.SmallFiles;
import org.gradienttransport.jobs.publish.RunOutcome;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps how a named run ended where whoever named it can look. A published run says so in its
 * {@code _RUN.json}; any other leaves {@code _ENDED.json}, since the exit code of a driver on a
 * cluster reaches nobody.
 */
final class RunEnd {
  private static final Logger LOG = LoggerFactory.getLogger(RunEnd.class);

  private final Warehouse warehouse;
  private final String runId;
  private final Clock clock;

  RunEnd(Warehouse warehouse, String runId, Clock clock) {
    this.warehouse = warehouse;
    this.runId = runId;
    this.clock = clock;
  }

  /**
   * A name nobody has used: this one or, when a cluster manager starts a driver again, this one
   * with the number of the attempt. Run directories are never written twice.
   */
  String unused() throws IOException {
    String name = runId;
    for (int attempt = 2; warehouse.fileSystem().exists(warehouse.run(name)); attempt++) {
      name = runId + "-" + attempt;
    }
    return name;
  }

  /** Does the work and keeps how it ended. */
  RunOutcome recorded(Callable<RunOutcome> work) throws Exception {
    try {
      RunOutcome outcome = work.call();
      if (!outcome.runId().equals(runId)) {
        keep(
            outcome.exitCode(),
            "Run " + outcome.runId() + " stands for this day and these inputs.");
      }
      return outcome;
    } catch (Exception e) {
      keep(Commands.exitCodeOf(e), Credentials.hidden(String.valueOf(e.getMessage())));
      throw e;
    }
  }

  private void keep(ExitCode code, String message) {
    ObjectNode end =
        Json.object()
            .put("run_id", runId)
            .put("exit", code.name())
            .put("exit_code", code.code())
            .put("finished_at", clock.instant().toString())
            .put("message", message);
    Path directory = warehouse.run(runId);
    try {
      if (!warehouse.fileSystem().exists(new Path(directory, Warehouse.RUN_MARKER))) {
        SmallFiles.replace(
            warehouse.fileSystem(), new Path(directory, Warehouse.RUN_END), Json.text(end));
      }
    } catch (IOException e) {
      LOG.warn("How run {} ended could not be kept: {}", runId, e.getMessage());
    }
  }
}
