package org.gradienttransport.jobs.plan.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.warehouse.WriterLease;
import org.gradienttransport.schemas.RowType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the small files of a store together. Every night with something new adds a wave, and each
 * wave is a marker and a file that all later runs open: on an object store a few hundred of them
 * take minutes. Nothing is lost if this is killed at any point: until the one marker stands that
 * names the new files, the old ones count.
 *
 * @param <R> what the store keeps
 */
final class Merge<R extends Record> {
  private static final Logger LOG = LoggerFactory.getLogger(Merge.class);

  /** Most small files that a store keeps apart. */
  private static final int MANY = 64;

  /** Files that are larger are left as they are, and not read. */
  private static final long SMALL = 4 << 20;

  /** How the names of files begin that have as many rows as one should, however few bytes. */
  private static final String FULL = "full-";

  /** Rows of a full file; about so many are held at a time. */
  private static final int ROWS = 50_000;

  private final Waves waves;
  private final RowType<R> type;
  private final Function<R, String> key;
  private final int many;
  private final int fullRows;

  /**
   * @param key of 64 hexadecimal digits: of rows with one key those in the latest small file stay
   */
  Merge(Waves waves, RowType<R> type, Function<R, String> key) {
    this(waves, type, key, MANY, ROWS);
  }

  Merge(Waves waves, RowType<R> type, Function<R, String> key, int many, int fullRows) {
    this.waves = waves;
    this.type = type;
    this.key = key;
    this.many = many;
    this.fullRows = fullRows;
  }

  /** Puts small files together if there are many. */
  void ifMany(WriterLease lease) throws IOException {
    List<StoredFile> files = waves.files();
    long small = files.stream().filter(Merge::isSmall).count();
    if (small > many) {
      try {
        LOG.info("putting {} small files of the store together", small);
        run(files, lease);
      } catch (IOException e) {
        LOG.warn("the store's files were left as they are, a later run tries again: {}", e, e);
      }
    }
  }

  private static boolean isSmall(StoredFile file) {
    return file.length() < SMALL && !file.path().getName().startsWith(FULL);
  }

  private void run(List<StoredFile> files, WriterLease lease) throws IOException {
    long number = waves.next();
    Path directory = waves.directory(number, lease);
    // An empty wave, so that nobody else has that number.
    waves.commit(number, directory, List.of(), lease);
    List<WaveFile> all = new ArrayList<>();
    files.stream()
        .filter(file -> !isSmall(file))
        .forEach(file -> all.add(new WaveFile(waves.named(file), file.length())));
    all.addAll(written(files, directory));
    waves.commitAll(number, all, lease);
  }

  /** Writes the rows of small files that no later one has, and returns what was written. */
  private List<WaveFile> written(List<StoredFile> files, Path directory) throws IOException {
    List<StoredFile> latestFirst = new ArrayList<>(files.stream().filter(Merge::isSmall).toList());
    Collections.reverse(latestFirst);
    KnownKeys later = new KnownKeys();
    List<WaveFile> written = new ArrayList<>();
    List<R> rows = new ArrayList<>();
    for (StoredFile file : latestFirst) {
      List<R> ofFile = file.rows(type, waves.hadoop());
      ofFile.stream().filter(row -> !later.test(key.apply(row))).forEach(rows::add);
      for (R row : ofFile) {
        boolean unused = later.add(key.apply(row));
      }
      if (rows.size() >= fullRows) {
        written.add(write(rows, directory, FULL + written.size()));
        rows.clear();
      }
    }
    if (!rows.isEmpty()) {
      written.add(write(rows, directory, "rest"));
    }
    return written;
  }

  private WaveFile write(List<R> rows, Path directory, String name) throws IOException {
    Path path = new Path(directory, name + ".snappy.parquet");
    WaveFile file = WaveFile.write(type, type.sorted(rows), waves.fileSystem(), path);
    return new WaveFile(directory.getName() + "/" + file.name(), file.length());
  }
}
