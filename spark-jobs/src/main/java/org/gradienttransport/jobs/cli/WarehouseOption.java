package org.gradienttransport.jobs.cli;

import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.publish.Warehouse;
import picocli.CommandLine.Option;

/** Where tables and measurements are kept. */
final class WarehouseOption {
  @Option(
      names = {"-w", "--warehouse"},
      paramLabel = "PATH",
      required = true,
      description = "Where tables and measurements are kept: any Hadoop path.")
  private String location;

  Warehouse open(Configuration configuration) {
    return Warehouse.at(location, configuration);
  }
}
