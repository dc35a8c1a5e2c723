package org.gradienttransport.jobs.plan.input;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.io.ReadOnlyFileSystem;

/**
 * Serves files of this machine as {@code gs://bucket/path} and counts requests by file as s3a's
 * classic stream makes them: one for what a file is, and one whenever a stream begins to read, goes
 * back, or goes ahead by more than 64 KiB.
 */
public final class CountingStore extends ReadOnlyFileSystem {
  private static final int READ_OVER = 64 << 10;
  private static final Map<String, Integer> REQUESTS = new ConcurrentHashMap<>();

  /** Requests by the file's name since the last call. */
  static Map<String, Integer> taken() {
    Map<String, Integer> taken = new TreeMap<>(REQUESTS);
    REQUESTS.clear();
    return taken;
  }

  private static void request(Path path) {
    REQUESTS.merge(path.getName(), 1, Integer::sum);
  }

  private static java.io.File local(Path path) {
    return new java.io.File(path.toUri().getPath());
  }

  @Override
  public FileStatus getFileStatus(Path path) {
    request(path);
    return SnapshotFiles.status(local(path), path);
  }

  @Override
  public FileStatus[] listStatus(Path path) {
    throw refused("listStatus", path);
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    return new FSDataInputStream(new Counted(path));
  }

  private static final class Counted extends FSInputStream {
    private final Path path;
    private final FileInputStream file;
    private long wanted;
    private long requested = -1;

    Counted(Path path) throws IOException {
      this.path = path;
      this.file = new FileInputStream(local(path));
    }

    @Override
    public void seek(long to) {
      wanted = to;
    }

    @Override
    public long getPos() {
      return wanted;
    }

    @Override
    public boolean seekToNewSource(long target) {
      return false;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
      if (requested < 0 || wanted < requested || wanted > requested + READ_OVER) {
        request(path);
      }
      // Less than asked for, as networks give it.
      int most = Math.min(count, 100_000);
      int got = file.getChannel().read(ByteBuffer.wrap(buffer, offset, most), wanted);
      wanted += Math.max(0, got);
      requested = wanted;
      return got;
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
