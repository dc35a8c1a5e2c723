package org.gradienttransport.jobs.plan.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.io.StoreFiles;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.jobs.warehouse.WriterLease;
import org.gradienttransport.schemas.parquet.ParquetRows;

/**
 * The fits of losses of a warehouse, kept across runs, each under the key of its unit of work: hash
 * of the rows, form, objective, and range of starts or replicates. Waves are committed as those of
 * measurements are.
 */
public final class FitStore {
  private static final String FOLDER = "fits";

  private final Warehouse warehouse;
  private final MeasurementStore waves;

  public FitStore(Warehouse warehouse) {
    this.warehouse = warehouse;
    this.waves = MeasurementStore.below(warehouse, FOLDER);
  }

  /** The results of those units that are known, by key, in the order of their numbers. */
  public Map<String, List<StoredFit>> find(Set<String> keys) throws IOException {
    Map<String, List<StoredFit>> found = new HashMap<>();
    if (keys.isEmpty()) {
      return found;
    }
    for (Path file : waves.committedFiles()) {
      Map<String, List<StoredFit>> inFile = new HashMap<>();
      for (StoredFit row :
          ParquetRows.read(StoredFit.ROWS, StoreFiles.parquetInput(warehouse.fileSystem(), file))) {
        if (keys.contains(row.unitKey())) {
          inFile.computeIfAbsent(row.unitKey(), key -> new ArrayList<>()).add(row);
        }
      }
      // Units are kept whole, so one that was made twice has equal results.
      found.putAll(inFile);
    }
    return found;
  }

  /**
   * Keeps the results of units as one wave.
   *
   * @param lease confirmed before the wave becomes visible
   */
  public void append(List<StoredFit> rows, WriterLease lease) throws IOException {
    long number = waves.nextWave();
    Path data = waves.dataDirectory(number, lease);
    WaveFile written =
        WaveFile.write(
            StoredFit.ROWS,
            StoredFit.ROWS.sorted(rows),
            warehouse.fileSystem(),
            new Path(data, "part-00000.snappy.parquet"));
    waves.commit(number, data, List.of(written), lease);
  }

  /** Directories that no wave names: what killed runs left behind. */
  public List<Path> abandoned() throws IOException {
    return waves.abandoned();
  }
}
