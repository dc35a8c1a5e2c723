package org.gradienttransport.jobs.cli;

import java.time.Clock;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.io.HadoopSettings;
import org.gradienttransport.jobs.observe.LazySession;
import org.gradienttransport.jobs.publish.RunContext;
import org.gradienttransport.jobs.warehouse.Warehouse;
import picocli.CommandLine.Option;

/** Where tables and measurements are kept. */
final class WarehouseOption {
  @Option(
      names = {"-w", "--warehouse"},
      paramLabel = "PATH",
      required = true,
      description = "Where tables and measurements are kept: any Hadoop path.")
  private String location;

  /** What a command that publishes a run is given, with the operator's settings of Hadoop. */
  RunContext context(LazySession spark, String runId, Clock clock, Duration giveUpAfter) {
    Configuration configuration = HadoopSettings.configuration();
    return new RunContext(spark, configuration, open(configuration), runId, clock, giveUpAfter);
  }

  Warehouse open() {
    return open(HadoopSettings.configuration());
  }

  private Warehouse open(Configuration configuration) {
    return Warehouse.at(location, configuration);
  }
}
