package org.gradienttransport.jobs.io;

import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A new file for Parquet's library, written straight to its name.
 *
 * @param path that nobody else writes to
 */
record ParquetOutput(FileSystem fs, Path path) implements OutputFile {
  @Override
  public PositionOutputStream create(long blockSize) throws IOException {
    return HadoopStreams.wrap(StoreFiles.create(fs, path));
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSize) throws IOException {
    return create(blockSize);
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }

  @Override
  public String getPath() {
    return path.toString();
  }
}
