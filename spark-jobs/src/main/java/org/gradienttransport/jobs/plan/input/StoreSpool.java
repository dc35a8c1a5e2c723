package org.gradienttransport.jobs.plan.input;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.LocalDirAllocator;
import org.gradienttransport.udfs.tensor.Stretch;

/**
 * A stretch of a file of an object store on this machine's disk, copied there from one stream as
 * far as it has been read; closing removes it. One thread at a time.
 */
final class StoreSpool implements Closeable {
  /** Where s3a keeps what it uploads, which operators give the room. */
  private static final String DIRECTORIES = "fs.s3a.buffer.dir";

  /** Bytes asked for at once, for connectors that make a request of what they are asked for. */
  private static final int PIECE = 8 << 20;

  private final FileChannel file;
  private final Stretch stretch;
  private final byte[] piece = new byte[PIECE];
  private long copied;

  private StoreSpool(FileChannel file, Stretch stretch) {
    this.file = file;
    this.stretch = stretch;
  }

  /** Makes room; empty where there is none. */
  static Optional<StoreSpool> of(Configuration configuration, Stretch stretch) {
    try {
      Path path =
          new LocalDirAllocator(DIRECTORIES)
              .createTmpFileForWrite("snapshot-", stretch.bytes(), configuration)
              .toPath();
      FileChannel file =
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      return Optional.of(new StoreSpool(file, stretch));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether a byte of the file lies in the stretch. */
  boolean covers(long position) {
    return position >= stretch.from() && position < stretch.to();
  }

  /** Where the stream has to stand for the next read. */
  long position() {
    return stretch.from() + copied;
  }

  /**
   * Reads from the copy, after copying that far.
   *
   * @return bytes read; -1 where the stream ended before
   */
  int read(FSDataInputStream in, long position, byte[] buffer, int offset, int count)
      throws IOException {
    long from = position - stretch.from();
    long to = Math.min(from + count, stretch.bytes());
    boolean more = true;
    while (copied < to && more) {
      more = copy(in, (int) Math.min(PIECE, stretch.bytes() - copied));
    }
    return from >= copied
        ? -1
        : file.read(ByteBuffer.wrap(buffer, offset, (int) Math.min(count, copied - from)), from);
  }

  /** Copies so many bytes, or fewer if the stream ends, and returns whether it has not. */
  private boolean copy(FSDataInputStream in, int wanted) throws IOException {
    int filled = in.readNBytes(piece, 0, wanted);
    ByteBuffer bytes = ByteBuffer.wrap(piece, 0, filled);
    while (bytes.hasRemaining()) {
      copied += file.write(bytes, copied);
    }
    return filled == wanted;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
