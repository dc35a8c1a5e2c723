package org.gradienttransport.jobs.cli;

import java.io.IOException;
import java.util.Locale;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.conf.FileSystems;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.io.SmallFiles;
import org.gradienttransport.jobs.io.StoreFiles;
import org.gradienttransport.jobs.present.Csv;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.TableSpec;
import org.gradienttransport.schemas.Tables;
import org.gradienttransport.schemas.parquet.ParquetRows;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
final class ExportCommand extends CommandBase {
  @Mixin private PublishedRun run;

  @Option(names = "--table", required = true, paramLabel = "NAME", description = "Which table.")
  private String table;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FILE",
      description = "Hadoop path of the file, ending in .csv or .parquet.")
  private String target;

  @Override
  ExitCode work() throws Exception {
    String lowerCase = target.toLowerCase(Locale.ROOT);
    boolean csv = lowerCase.endsWith(".csv");
    if (!csv && !lowerCase.endsWith(".parquet")) {
      throw JobException.usage(
          "--to " + target + " must end in .csv or .parquet: that chooses the format.");
    }
    RowType<?> type = declared();
    Warehouse warehouse = run.warehouse();
    Rows rows = warehouse.tables(run.id(warehouse));
    write(type, rows, csv, new Path(target), warehouse.fileSystem().getConf());
    out().println(target);
    return ExitCode.OK;
  }

  private RowType<?> declared() {
    try {
      return Tables.rowType(table);
    } catch (IllegalArgumentException e) {
      throw new JobException(
          ExitCode.USAGE,
          "There is no table '%s'. Tables: %s."
              .formatted(table, Tables.ALL.stream().map(TableSpec::name).toList()),
          e);
    }
  }

  /** Written aside and moved to the target, so that nobody finds half a file. */
  private static <R extends Record> void write(
      RowType<R> type, Rows rows, boolean csv, Path target, Configuration configuration)
      throws IOException {
    FileSystem fs = FileSystems.of(target, configuration);
    Path file = fs.makeQualified(target);
    if (fs.exists(file)) {
      throw JobException.cannotWrite(
          file + " exists already. Remove it, or export to another name.");
    }
    boolean inPlace = SmallFiles.isObjectStore(fs); // where a file appears when it is whole
    Path aside =
        inPlace ? file : new Path(file.getParent(), "." + file.getName() + "." + UUID.randomUUID());
    try {
      if (csv) {
        Csv.write(type, rows.of(type), fs.create(aside, false));
      } else {
        ParquetRows.write(type, rows.of(type), StoreFiles.parquetOutput(fs, aside));
      }
      if (!inPlace && !fs.rename(aside, file)) {
        throw new IOException(
            fs.getUri() + " refused to rename " + aside + " to " + file.getName());
      }
    } catch (IOException | RuntimeException e) {
      fs.delete(aside, false);
      throw e;
    }
  }
}
