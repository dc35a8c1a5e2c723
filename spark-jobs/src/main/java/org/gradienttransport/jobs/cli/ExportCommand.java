package org.gradienttransport.jobs.cli;

import java.io.IOException;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.io.HadoopSettings;
import org.gradienttransport.jobs.present.Csv;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.TableSpec;
import org.gradienttransport.schemas.Tables;
import org.gradienttransport.schemas.parquet.ParquetRows;
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
    RowType<?> type = declared();
    Configuration configuration = HadoopSettings.configuration();
    Warehouse warehouse = warehouseOption.open(configuration);
    String runId = run == null ? warehouse.requireCurrentRun() : run;
    write(type, warehouse.tables(runId), format, new Path(target), configuration);
    spec.commandLine().getOut().println(target);
    return ExitCode.OK.code();
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

  private RowType<?> declared() {
    try {
      return Tables.rowType(table);
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

  /** Written aside and moved to the target, so that nobody finds half a file. */
  private static <R extends Record> void write(
      RowType<R> type, Rows rows, Format format, Path target, Configuration configuration)
      throws IOException {
    FileSystem fs = target.getFileSystem(configuration);
    Path file = fs.makeQualified(target);
    if (fs.exists(file)) {
      throw new JobException(
          ExitCode.CANNOT_WRITE, file + " exists already. Remove it, or export to another name.");
    }
    Path aside = new Path(file.getParent(), "." + file.getName() + "." + UUID.randomUUID());
    try {
      if (format == Format.CSV) {
        Csv.write(type, rows.of(type), fs.create(aside, false));
      } else {
        ParquetRows.write(type, rows.of(type), HadoopOutputFile.fromPath(aside, fs.getConf()));
      }
      if (!fs.rename(aside, file)) {
        throw new IOException(file + " could not be created from " + aside);
      }
    } finally {
      fs.delete(aside, false);
    }
  }
}
