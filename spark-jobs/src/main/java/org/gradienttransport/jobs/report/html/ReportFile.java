package org.gradienttransport.jobs.report.html;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.jobs.io.SmallFiles;
import org.gradienttransport.jobs.publish.Warehouse;
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
   * @param previous the run that was current before, if any
   * @return whether the page was written
   */
  public static boolean stage(
      SparkSession spark,
      Warehouse warehouse,
      String runId,
      List<FamilyText> families,
      Optional<String> previous) {
    try {
      ReportSource source =
          withPrevious(
              spark,
              warehouse,
              ReportSource.of(spark, runId, warehouse.run(runId), families),
              previous);
      Path page = new Path(warehouse.run(runId), RunReport.FILE);
      SmallFiles.createNew(warehouse.fileSystem(), page, RunReport.html(source));
      return true;
    } catch (Exception | LinkageError | StackOverflowError e) {
      // Exception, because Spark throws checked ones it does not declare.
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
  public static ReportSource published(SparkSession spark, Warehouse warehouse, String runId)
      throws IOException {
    JsonNode run =
        description(warehouse, runId)
            .orElseThrow(
                () ->
                    new JobException(
                        ExitCode.MISSING_INPUT,
                        "There is no complete run "
                            + runId
                            + " in "
                            + warehouse.root()
                            + ". List them with: gradient-transport runs list --warehouse "
                            + warehouse.root()));
    JsonNode previous = run.path("previous_run_id");
    return withPrevious(
        spark,
        warehouse,
        ReportSource.of(spark, runId, warehouse.run(runId), FamilyText.of(run)),
        previous.isTextual() ? Optional.of(previous.asText()) : Optional.empty());
  }

  private static ReportSource withPrevious(
      SparkSession spark, Warehouse warehouse, ReportSource source, Optional<String> previous)
      throws IOException {
    if (previous.isEmpty()) {
      return source;
    }
    Optional<JsonNode> run = description(warehouse, previous.get());
    return run.isEmpty()
        ? source
        : source.comparedWith(
            ReportSource.of(
                spark, previous.get(), warehouse.run(previous.get()), FamilyText.of(run.get())));
  }

  private static Optional<JsonNode> description(Warehouse warehouse, String runId)
      throws IOException {
    Optional<String> text = warehouse.runDescription(runId);
    return text.isEmpty() ? Optional.empty() : Optional.of(Json.parse(text.get(), runId));
  }
}
