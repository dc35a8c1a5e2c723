package org.gradienttransport.jobs.io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.InputFile;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.io.Tasks.Retries;
import org.gradienttransport.jobs.io.Tasks.Verdict;
import org.gradienttransport.schemas.Column;
import org.gradienttransport.schemas.RowContract;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.parquet.ParquetRows;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables of one run directory on any Hadoop file system, written and read by Parquet's own
 * library: small tables need no Spark. Each table is read when it is first asked for.
 */
public final class TableDirectory implements Rows {
  private static final Logger LOG = LoggerFactory.getLogger(TableDirectory.class);
  private static final Retries WRITES =
      new Retries(4, Duration.ofMillis(200), Duration.ofSeconds(2));

  /** Rows of field_transport are about 400 bytes in Parquet. */
  private static final int ROWS_PER_FILE = 1_000_000;

  private final FileSystem files;
  private final Path directory;
  private final Map<String, List<? extends Record>> read = new ConcurrentHashMap<>();

  /** Tables below a directory, which need not exist yet. */
  public TableDirectory(FileSystem files, Path directory) {
    this.files = files;
    this.directory = directory;
  }

  /** The run directory. */
  public Path path() {
    return directory;
  }

  /** Where a table's files lie. */
  public Path of(String table) {
    return new Path(directory, table);
  }

  @Override
  @SuppressWarnings("unchecked") // read under the name of their own type
  public <R extends Record> List<R> of(RowType<R> type) {
    return (List<R>) read.computeIfAbsent(type.name(), name -> load(type));
  }

  private <R extends Record> List<R> load(RowType<R> type) {
    try {
      List<R> rows = new ArrayList<>();
      for (InputFile file : files(type)) {
        rows.addAll(ParquetRows.read(type, file));
      }
      return type.sorted(rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Parquet files of a table; none when the run has no such table. */
  private List<InputFile> files(RowType<?> type) throws IOException {
    FileStatus[] found;
    try {
      found = files.listStatus(of(type.name()));
    } catch (FileNotFoundException e) {
      return List.of();
    }
    List<InputFile> parts = new ArrayList<>();
    for (FileStatus file : found) {
      String name = file.getPath().getName();
      if (file.isFile() && !name.startsWith("_") && !name.startsWith(".")) {
        parts.add(StoreFiles.parquetInput(files, file.getPath(), file.getLen()));
      }
    }
    return parts;
  }

  /**
   * Writes a table that does not exist yet, after holding its rows to the declaration, and reads it
   * back: what readers will find is what was made.
   *
   * @throws JobException if a row breaks the declaration or the file does not hold the rows
   */
  public <R extends Record> void write(RowType<R> type, List<R> rows) throws IOException {
    List<R> sorted = type.sorted(rows);
    requireSound(type, sorted);
    int parts = Math.max(1, (sorted.size() + ROWS_PER_FILE - 1) / ROWS_PER_FILE);
    for (int part = 0; part < parts; part++) {
      int end = Math.min(sorted.size(), (part + 1) * ROWS_PER_FILE);
      writePart(type, sorted.subList(part * ROWS_PER_FILE, end), part);
    }
  }

  private <R extends Record> void writePart(RowType<R> type, List<R> rows, int part)
      throws IOException {
    String name = String.format(Locale.ROOT, "part-%05d.snappy.parquet", part);
    Path file = new Path(of(type.name()), name);
    writeAtLast(type, rows, file);
    if (!sameValues(type, rows, ParquetRows.read(type, StoreFiles.parquetInput(files, file)))) {
      throw refused(type, "other rows than those that were written");
    }
  }

  /** A store that fails in passing is asked again; what the failed attempt left goes first. */
  private <R extends Record> void writeAtLast(RowType<R> type, List<R> rows, Path file)
      throws IOException {
    boolean unused =
        WRITES.run(
            file.toString(),
            pause -> Thread.sleep(pause.toMillis()),
            IOException.class,
            () -> {
              ParquetRows.write(type, rows, StoreFiles.parquetOutput(files, file));
              return true;
            },
            failure -> {
              boolean unusedAnswer = files.delete(file, false);
              LOG.warn("{} could not be written, trying again: {}", file, failure.getMessage());
              return new Verdict(true, false, Optional.empty());
            });
  }

  /**
   * Holds rows to a table's declaration: required values, finite numbers, unique keys.
   *
   * @throws JobException naming the first fault
   */
  public <R extends Record> void requireSound(RowType<R> type, List<R> rows) {
    Set<List<Object>> keys = new HashSet<>();
    for (R row : rows) {
      Object[] values = type.values(row);
      List<String> violations = RowContract.violations(type.table(), values);
      if (!violations.isEmpty()) {
        throw refused(type, "a row in which " + violations.get(0));
      }
      List<Object> key = new ArrayList<>();
      for (Column column : type.table().key()) {
        key.add(values[column.id() - 1]);
      }
      if (!keys.add(key)) {
        throw refused(type, "the key " + key + " more than once");
      }
    }
  }

  private static <R extends Record> boolean sameValues(RowType<R> type, List<R> a, List<R> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!Arrays.equals(type.values(a.get(i)), type.values(b.get(i)))) {
        return false;
      }
    }
    return true;
  }

  private JobException refused(RowType<?> type, String what) {
    return new JobException(
        ExitCode.INTERNAL,
        ("The staged table %s in %s has %s, so the run was not published. This is a bug:"
                + " please report it with the run directory.")
            .formatted(type.name(), of(type.name()), what));
  }
}
