package org.gradienttransport.jobs.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.gradienttransport.jobs.cli.Sessions.OpenSession;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.publish.Warehouse;
import org.gradienttransport.jobs.report.TextTable;
import org.gradienttransport.jobs.tables.RunTables;
import org.gradienttransport.jobs.tables.TableVerifier;
import org.gradienttransport.schemas.CheckResult;
import org.gradienttransport.schemas.TableSpec;
import org.gradienttransport.schemas.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reads a published run back, verifies every table, and shows what its checks found. */
@Command(
    name = "check",
    header = "Verify the current run's tables and show what its checks found.",
    footer = {
      "",
      "Ends with 80 when a check of level ERROR failed.",
      "",
      "Example:",
      "  gradient-transport check --warehouse out",
    })
final class CheckCommand implements Callable<Integer> {
  @Mixin private WarehouseOption warehouseOption;

  @Option(
      names = "--run",
      paramLabel = "RUN",
      description = "Check this run instead of the current one.")
  private String run;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    try (OpenSession open = Sessions.open("check")) {
      SparkSession spark = open.session();
      Configuration configuration = spark.sparkContext().hadoopConfiguration();
      Warehouse warehouse = warehouseOption.open(configuration);
      String runId = run == null ? warehouse.requireCurrentRun() : run;
      PrintWriter out = spec.commandLine().getOut();
      RunTables tables = new RunTables(spark, warehouse.run(runId));
      for (TableSpec table : Tables.ALL) {
        Path path = warehouse.table(runId, table.name());
        if (warehouse.fileSystem().exists(path)) {
          long rows = TableVerifier.verify(tables.session(), table, path);
          out.printf(Locale.ROOT, "%-24s %,10d rows, sound%n", table.name(), rows);
        }
      }
      tables.register(CheckResult.TABLE);
      List<Row> rows =
          tables.query("select * from check_result order by family, name, scope").collectAsList();
      out.println();
      out.print(table(rows));
      out.flush();
      return rows.stream().anyMatch(CheckCommand::failedAsError)
          ? ExitCode.CHECK_FAILED.code()
          : ExitCode.OK.code();
    }
  }

  private static TextTable table(List<Row> rows) {
    TextTable table = new TextTable("family", "check", "level", "status", "found");
    for (Row row : rows) {
      table.add(
          Arrays.asList(
              row.getAs("family"),
              row.getAs("name"),
              row.getAs("level"),
              row.getAs("status"),
              row.getAs("message")));
    }
    return table;
  }

  private static boolean failedAsError(Row row) {
    return "fail".equals(row.getAs("status")) && "ERROR".equals(row.getAs("level"));
  }
}
