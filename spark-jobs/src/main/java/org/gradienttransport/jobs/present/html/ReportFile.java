package org.gradienttransport.jobs.present.html;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.jobs.io.SmallFiles;
import org.gradienttransport.jobs.present.catalogue.FamilyText;
import org.gradienttransport.jobs.present.catalogue.ReportSource;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.schemas.Rows;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds what a report needs in a warehouse, and keeps a run's page with its tables. */
public final class ReportFile {
  private static final Logger LOG = LoggerFactory.getLogger(ReportFile.class);

  private ReportFile() {}

  /**
   * Writes a staged run's page into its directory. A run is worth more than its page: a page that
   * cannot be made is logged and left out.
   *
   * @param families what its families' files say of them
   * @param previous the run that was current before, if any
   * @return whether the page was written
   */
  public static boolean stage(
      Warehouse warehouse,
      String runId,
      Rows rows,
      List<FamilyText> families,
      Optional<String> previous) {
    try {
      ReportSource source = source(warehouse, runId, rows, families, previous);
      Path page = new Path(warehouse.run(runId), RunReport.FILE);
      SmallFiles.createNew(warehouse.fileSystem(), page, RunReport.html(source));
      return true;
    } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
      LOG.error(
          "Run {} has no {}: {}. Its tables are not affected; try again with: gradient-transport"
              + " report --warehouse {} --run {} --to FILE",
          runId,
          RunReport.FILE,
          e.getMessage(),
          warehouse.root(),
          runId,
          e);
      return false;
    }
  }

  /** What a report of a published run is made from. */
  public static ReportSource published(Warehouse warehouse, String runId) throws IOException {
    JsonNode run =
        description(warehouse, runId)
            .orElseThrow(
                () ->
                    new JobException(
                        ExitCode.MISSING_INPUT,
                        "There is no complete run %1$s in %2$s. List them with: gradient-transport runs list --warehouse %2$s"
                            .formatted(runId, warehouse.root())));
    JsonNode previous = run.path("previous_run_id");
    return source(
        warehouse,
        runId,
        warehouse.tables(runId),
        FamilyText.of(run),
        previous.isTextual() ? Optional.of(previous.asText()) : Optional.empty());
  }

  private static ReportSource source(
      Warehouse warehouse,
      String runId,
      Rows rows,
      List<FamilyText> families,
      Optional<String> previous)
      throws IOException {
    Optional<ReportSource.Previous> before = Optional.empty();
    if (previous.isPresent() && description(warehouse, previous.get()).isPresent()) {
      before =
          Optional.of(new ReportSource.Previous(previous.get(), warehouse.tables(previous.get())));
    }
    return new ReportSource(runId, warehouse.run(runId).toString(), rows, families, before);
  }

  private static Optional<JsonNode> description(Warehouse warehouse, String runId)
      throws IOException {
    Optional<String> text = warehouse.runDescription(runId);
    return text.isEmpty() ? Optional.empty() : Optional.of(Json.parse(text.get(), runId));
  }
}
