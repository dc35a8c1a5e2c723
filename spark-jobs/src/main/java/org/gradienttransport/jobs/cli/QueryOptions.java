package org.gradienttransport.jobs.cli;

import java.io.PrintWriter;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.cli.Sessions.OpenSession;
import org.gradienttransport.jobs.query.DuckDbEngine;
import org.gradienttransport.jobs.query.Engines;
import org.gradienttransport.jobs.query.LocalWarehouse;
import org.gradienttransport.jobs.query.QueryEngine;
import org.gradienttransport.jobs.query.QueryResult;
import org.gradienttransport.jobs.query.ResultFormat;
import org.gradienttransport.jobs.warehouse.Warehouse;
import picocli.CommandLine.Option;

/** Where to ask, whom, and how the answer is to look: what sql and show share. */
final class QueryOptions {
  /** Who answers. */
  enum Engine {
    AUTO,
    DUCKDB,
    SPARK
  }

  @Option(
      names = {"-w", "--warehouse"},
      paramLabel = "PATH",
      defaultValue = "${env:GRADIENT_TRANSPORT_WAREHOUSE:-out}",
      description =
          "The warehouse with the published runs. Default: GRADIENT_TRANSPORT_WAREHOUSE, or out.")
  private String location;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      defaultValue = "AUTO",
      description =
          "duckdb, spark or auto: DuckDB for warehouses on this machine's disk if its driver is"
              + " there, else Spark. Default: ${DEFAULT-VALUE}.")
  private Engine engine;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "TABLE",
      description =
          "table (for people: six significant digits), csv or json. Default: ${DEFAULT-VALUE}.")
  private ResultFormat format;

  /** Asks the chosen engine. */
  <T> T ask(Function<QueryEngine, T> question) {
    boolean duckDb =
        engine == Engine.DUCKDB
            || (engine == Engine.AUTO
                && LocalWarehouse.isLocal(location)
                && (DuckDbEngine.available() || System.getProperty("spark.master") == null));
    if (duckDb) {
      try (QueryEngine open = Engines.duckDb(location)) {
        return question.apply(open);
      }
    }
    try (OpenSession open = Sessions.open("sql")) {
      Configuration hadoop = open.session().sparkContext().hadoopConfiguration();
      try (QueryEngine engine = Engines.spark(open.session(), Warehouse.at(location, hadoop))) {
        return question.apply(engine);
      }
    }
  }

  void print(QueryResult result, PrintWriter out) {
    out.print(format.text(result));
  }

  /** Whether the answer is for people. */
  boolean forPeople() {
    return format == ResultFormat.TABLE;
  }
}
