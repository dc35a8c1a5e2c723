package org.gradienttransport.jobs.plan.store;

import static java.util.stream.Collectors.groupingBy;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.io.Tasks;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.jobs.warehouse.WriterLease;

/**
 * The fits of losses of a warehouse, kept across runs, each under the key of its unit of work: hash
 * of the rows, form, objective, and range of starts or replicates. Waves are committed as those of
 * measurements are.
 */
public final class FitStore {
  private static final String FOLDER = "fits";

  private final Waves waves;

  public FitStore(Warehouse warehouse) {
    this.waves = new Waves(warehouse.fileSystem(), new Path(warehouse.store(), FOLDER));
  }

  /** The results of those units that are known, by key, in the order of their numbers. */
  public Map<String, List<StoredFit>> find(Set<String> keys) throws IOException {
    Map<String, List<StoredFit>> found = new HashMap<>();
    if (keys.isEmpty()) {
      return found;
    }
    // Units are kept whole, so one that was made twice has equal results.
    Tasks.over(waves.files())
        .threads(Waves.THREADS, "fits")
        .<Map<String, List<StoredFit>>, IOException>run(
            file ->
                file.rows(StoredFit.ROWS, waves.hadoop()).stream()
                    .filter(row -> keys.contains(row.unitKey()))
                    .collect(groupingBy(StoredFit::unitKey)))
        .forEach(found::putAll);
    return found;
  }

  /**
   * Keeps the results of units as one wave.
   *
   * @param lease confirmed before the wave becomes visible
   */
  public void append(List<StoredFit> rows, WriterLease lease) throws IOException {
    long number = waves.next();
    Path data = waves.directory(number, lease);
    WaveFile written =
        WaveFile.write(
            StoredFit.ROWS,
            StoredFit.ROWS.sorted(rows),
            waves.fileSystem(),
            new Path(data, "part-00000.snappy.parquet"));
    waves.commit(number, data, List.of(written), lease);
  }

  /** Puts many small files together; changes nothing that anybody reads. */
  public void tidy(WriterLease lease) throws IOException {
    new Merge<>(waves, StoredFit.ROWS, StoredFit::unitKey).ifMany(lease);
  }

  /** What killed runs left behind, and waves that have been put together since before a time. */
  public List<Path> needless(Instant before) throws IOException {
    return waves.needless(before);
  }
}
