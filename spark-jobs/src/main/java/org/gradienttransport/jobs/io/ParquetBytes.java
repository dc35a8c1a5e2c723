package org.gradienttransport.jobs.io;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** A whole Parquet file in memory. */
final class ParquetBytes implements InputFile {
  private final String name;
  private final byte[] bytes;

  /**
   * A file of these bytes.
   *
   * @param name for messages
   */
  ParquetBytes(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  @Override
  public long getLength() {
    return bytes.length;
  }

  @Override
  public SeekableInputStream newStream() {
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    return new DelegatingSeekableInputStream(in) {
      @Override
      public long getPos() {
        return (long) bytes.length - in.available();
      }

      @Override
      public void seek(long position) throws IOException {
        if (position < 0) { // which skipping would take for the start
          throw new EOFException(name + " has no position " + position);
        }
        in.reset();
        in.skipNBytes(position);
      }
    };
  }

  @Override
  public String toString() {
    return name;
  }
}
