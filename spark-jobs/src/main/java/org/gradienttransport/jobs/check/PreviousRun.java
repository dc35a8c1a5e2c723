package org.gradienttransport.jobs.check;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.gradienttransport.jobs.publish.Warehouse;
import org.gradienttransport.jobs.tables.TableWriter;
import org.gradienttransport.schemas.TableSpec;

/** The run that was current before, to compare with; there may be none. */
public final class PreviousRun {
  private final FileSystem fs;
  private final Optional<Path> directory;

  private PreviousRun(FileSystem fs, Optional<Path> directory) {
    this.fs = fs;
    this.directory = directory;
  }

  /**
   * That of a warehouse.
   *
   * @param runId of the earlier run, if there is one
   */
  public static PreviousRun of(Warehouse warehouse, Optional<String> runId) {
    return new PreviousRun(warehouse.fileSystem(), runId.map(warehouse::run));
  }

  static PreviousRun in(FileSystem fs, Path directory) {
    return new PreviousRun(fs, Optional.of(directory));
  }

  static PreviousRun none() {
    return new PreviousRun(null, Optional.empty());
  }

  /** Directory of a table of it; empty when there is no earlier run, or it has no such table. */
  Optional<Path> table(TableSpec table) throws IOException {
    if (directory.isEmpty()) {
      return Optional.empty();
    }
    Path path = new Path(directory.get(), table.name());
    return fs.exists(path) ? Optional.of(path) : Optional.empty();
  }

  /** The same as rows. */
  Optional<Dataset<Row>> rows(SparkSession spark, TableSpec table) throws IOException {
    return table(table).map(path -> TableWriter.read(spark, table, path));
  }
}
