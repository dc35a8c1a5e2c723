package org.gradienttransport.jobs.cli;

import java.io.PrintWriter;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.cli.Sessions.OpenSession;
import org.gradienttransport.jobs.io.HadoopSettings;
import org.gradienttransport.jobs.present.Answer;
import org.gradienttransport.jobs.present.AnswerFormat;
import org.gradienttransport.jobs.present.query.DuckDbEngine;
import org.gradienttransport.jobs.present.query.Engines;
import org.gradienttransport.jobs.present.query.QueryEngine;
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
          "duckdb, spark or auto: DuckDB, which answers at once and is given copies of the tables"
              + " that a query names where the warehouse is distant; Spark where a session is there"
              + " and DuckDB's driver is not. Default: ${DEFAULT-VALUE}.")
  private Engine engine;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "TABLE",
      description =
          "table (for people: six significant digits), csv or json. Default: ${DEFAULT-VALUE}.")
  private AnswerFormat format;

  @Option(
      names = "--wide",
      description = "Show long text whole in a table, where it is cut at 60 characters otherwise.")
  private boolean wide;

  Answer ask(String sql) {
    boolean spark =
        engine == Engine.SPARK
            || (engine == Engine.AUTO
                && !DuckDbEngine.available()
                && System.getProperty("spark.master") != null);
    if (!spark) {
      try (QueryEngine open = Engines.duckDb(location, sql, HadoopSettings.configuration())) {
        return open.query(sql);
      }
    }
    try (OpenSession open = Sessions.open("sql")) {
      Configuration hadoop = open.session().sparkContext().hadoopConfiguration();
      try (QueryEngine engine = Engines.spark(open.session(), Warehouse.at(location, hadoop))) {
        return engine.query(sql);
      }
    }
  }

  /** Tables of the current run, read without an engine. */
  Warehouse warehouse() {
    return Warehouse.at(location, HadoopSettings.configuration());
  }

  void print(Answer result, PrintWriter out) {
    out.print(
        wide && format == AnswerFormat.TABLE ? AnswerFormat.wide(result) : format.text(result));
  }

  /** Whether the answer is for people. */
  boolean forPeople() {
    return format == AnswerFormat.TABLE;
  }
}
