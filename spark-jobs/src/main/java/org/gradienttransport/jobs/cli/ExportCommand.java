package org.gradienttransport.jobs.cli;

import java.io.IOException;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.gradienttransport.jobs.cli.Sessions.OpenSession;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.publish.Warehouse;
import org.gradienttransport.jobs.tables.TableWriter;
import org.gradienttransport.schemas.ColumnType;
import org.gradienttransport.schemas.TableSpec;
import org.gradienttransport.schemas.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes one table of the current run as one file. */
@Command(
    name = "export",
    header = "Write a table of the current run as one CSV or Parquet file.",
    footer = {
      "",
      "Arrays become JSON text in CSV. The target must not exist.",
      "",
      "Example:",
      "  gradient-transport export --warehouse out --table stepwise_exponent --to exponents.csv",
    })
final class ExportCommand implements Callable<Integer> {
  /** File formats. */
  enum Format {
    CSV,
    PARQUET
  }

  @Mixin private WarehouseOption warehouseOption;

  @Option(names = "--table", required = true, paramLabel = "NAME", description = "Which table.")
  private String table;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FILE",
      description = "Hadoop path of the file, ending in .csv or .parquet.")
  private String target;

  @Option(
      names = "--run",
      paramLabel = "RUN",
      description = "Export this run instead of the current one.")
  private String run;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Format format = format();
    TableSpec declared = declared();
    try (OpenSession open = Sessions.open("export")) {
      SparkSession spark = open.session();
      Configuration configuration = spark.sparkContext().hadoopConfiguration();
      Warehouse warehouse = warehouseOption.open(configuration);
      String runId = run == null ? warehouse.requireCurrentRun() : run;
      Dataset<Row> rows =
          TableWriter.read(spark, declared, warehouse.table(runId, declared.name()));
      write(rows, declared, format, new Path(target), configuration);
      spec.commandLine().getOut().println(target);
      return ExitCode.OK.code();
    }
  }

  private Format format() {
    String name = target.toLowerCase(Locale.ROOT);
    if (name.endsWith(".csv")) {
      return Format.CSV;
    }
    if (name.endsWith(".parquet")) {
      return Format.PARQUET;
    }
    throw new JobException(
        ExitCode.USAGE,
        "--to " + target + " must end in .csv or .parquet: that chooses the format.");
  }

  private TableSpec declared() {
    try {
      return Tables.named(table);
    } catch (IllegalArgumentException e) {
      throw new JobException(
          ExitCode.USAGE,
          "There is no table '"
              + table
              + "'. Tables: "
              + Tables.ALL.stream().map(TableSpec::name).toList()
              + ".",
          e);
    }
  }

  /** Spark writes a directory; its one file is moved to the target, the rest removed. */
  private static void write(
      Dataset<Row> rows, TableSpec table, Format format, Path target, Configuration configuration)
      throws IOException {
    FileSystem fs = target.getFileSystem(configuration);
    Path file = fs.makeQualified(target);
    if (fs.exists(file)) {
      throw new JobException(
          ExitCode.CANNOT_WRITE, file + " exists already. Remove it, or export to another name.");
    }
    Path aside = new Path(file.getParent(), "." + file.getName() + "." + UUID.randomUUID());
    Dataset<Row> sorted =
        rows.repartition(1)
            .sortWithinPartitions(
                table.sortOrder().stream()
                    .map(column -> functions.col(column.name()))
                    .toArray(Column[]::new));
    try {
      if (format == Format.CSV) {
        flat(sorted, table).write().option("header", "true").csv(aside.toString());
      } else {
        sorted.write().parquet(aside.toString());
      }
      for (FileStatus status : fs.listStatus(aside)) {
        if (status.getPath().getName().startsWith("part-") && !fs.rename(status.getPath(), file)) {
          throw new IOException(file + " could not be created from " + status.getPath());
        }
      }
    } finally {
      fs.delete(aside, true);
    }
  }

  private static Dataset<Row> flat(Dataset<Row> rows, TableSpec table) {
    return rows.select(
        table.columns().stream()
            .map(
                column ->
                    isArray(column.type())
                        ? functions.to_json(functions.col(column.name())).as(column.name())
                        : functions.col(column.name()))
            .toArray(Column[]::new));
  }

  private static boolean isArray(ColumnType type) {
    return type.name().endsWith("_ARRAY");
  }
}
