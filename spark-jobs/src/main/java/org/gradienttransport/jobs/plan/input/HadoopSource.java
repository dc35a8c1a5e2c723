package org.gradienttransport.jobs.plan.input;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.conf.FileSystems;
import org.gradienttransport.jobs.io.StoreFiles;
import org.gradienttransport.udfs.tensor.SeekableSource;

/**
 * A file on any Hadoop file system as the tensor readers want it.
 *
 * <p>Keeps the stream's position and seeks only when a read does not continue the last one: object
 * stores and HDFS then see a few long sequential reads instead of many ranged requests.
 */
public final class HadoopSource implements SeekableSource {
  private final String name;
  private final long length;
  private final FSDataInputStream in;
  private long position;

  private HadoopSource(String name, long length, FSDataInputStream in) {
    this.name = name;
    this.length = length;
    this.in = in;
  }

  /** Opens a file whose length is known from its listing. */
  public static HadoopSource open(FileSystem fs, Path path, long length) throws IOException {
    return new HadoopSource(
        path.toString(), length, StoreFiles.open(FileSystems.opening(fs, path), path, length));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public synchronized int read(long from, byte[] buffer, int offset, int count) throws IOException {
    if (from != position) {
      in.seek(from);
      position = from;
    }
    int got = in.read(buffer, offset, count);
    if (got > 0) {
      position += got;
    }
    return got;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
