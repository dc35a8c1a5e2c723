package org.gradienttransport.jobs.plan.store;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.io.SmallFiles;
import org.gradienttransport.jobs.io.StoreFiles;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.parquet.ParquetRows;

/**
 * One Parquet file of a wave, as the wave's marker names it.
 *
 * @param name in the wave's directory
 * @param length bytes
 */
record WaveFile(String name, long length) implements Serializable {
  /** Writes rows straight to a file of a new name: readers wait for the marker that names it. */
  static <R extends Record> WaveFile write(RowType<R> type, List<R> rows, FileSystem fs, Path file)
      throws IOException {
    try {
      ParquetRows.write(type, rows, StoreFiles.parquetOutput(fs, file));
      return new WaveFile(file.getName(), fs.getFileStatus(file).getLen());
    } catch (IOException | RuntimeException e) {
      // Nobody reads the rest of a failed attempt, but it would take space.
      SmallFiles.discard(fs, file, e);
      throw e;
    }
  }
}
