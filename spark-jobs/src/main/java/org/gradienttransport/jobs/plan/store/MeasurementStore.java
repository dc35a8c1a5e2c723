package org.gradienttransport.jobs.plan.store;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.io.Tasks;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.jobs.warehouse.WriterLease;
import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.vocabulary.FieldStatus;

/**
 * The measurements of a warehouse, kept across runs in {@link Waves}: which files they are in and
 * which keys are known. Needs no Spark; {@link SparkStore} reads and writes the rows themselves.
 */
public final class MeasurementStore {
  /**
   * What planning asks of a stored row: the key that a planned relaxation looks for, and whether
   * its file could be read.
   */
  @Table(
      name = "store",
      version = 1,
      row = "one measurement ever made in a warehouse.",
      key = "lookup_key")
  public record StoredKey(
      @Col("Key by which a planned relaxation finds its measurement.") String lookupKey,
      @Col("What became of the relaxation.") FieldStatus status) {
    static final RowType<StoredKey> ROWS = RowType.of(StoredKey.class);
  }

  private final Waves waves;

  public MeasurementStore(Warehouse warehouse) {
    this.waves = new Waves(warehouse.fileSystem(), warehouse.store());
  }

  Waves waves() {
    return waves;
  }

  /** All files that committed waves name, the first wave's first. */
  public List<StoredFile> committedFiles() throws IOException {
    return waves.files();
  }

  /**
   * The keys of all measurements but those whose file could never be read: a store that did not
   * answer may answer next time, while a damaged file stays damaged.
   */
  public KnownKeys known() throws IOException {
    return keys(status -> status != FieldStatus.UNREADABLE);
  }

  /** The keys of all measurements of inputs that could be read and were not refused. */
  public KnownKeys sound() throws IOException {
    return keys(status -> !status.refused());
  }

  private KnownKeys keys(Predicate<FieldStatus> wanted) throws IOException {
    List<StoredFile> files = committedFiles();
    KnownKeys known = new KnownKeys();
    for (int from = 0; from < files.size(); from += Waves.THREADS) {
      Tasks.over(files.subList(from, Math.min(files.size(), from + Waves.THREADS)))
          .threads(Waves.THREADS, "store")
          .<List<StoredKey>, IOException>run(file -> file.rows(StoredKey.ROWS, waves.hadoop()))
          .forEach(
              rows ->
                  rows.stream()
                      .filter(row -> wanted.test(row.status()))
                      .forEach(row -> known.add(row.lookupKey())));
    }
    return known;
  }

  /** Puts many small files together; changes nothing that anybody reads. */
  public void tidy(WriterLease lease) throws IOException {
    new Merge<>(waves, StoredMeasurement.ROWS, StoredMeasurement::lookupKey).ifMany(lease);
  }

  /** What killed runs left behind, and waves that have been put together since before a time. */
  public List<Path> needless(Instant before) throws IOException {
    return waves.needless(before);
  }
}
