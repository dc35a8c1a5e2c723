package org.gradienttransport.jobs.faults;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.io.ReadOnlyFileSystem;

/**
 * As many gradients as wished, made when they are read: {@code
 * generated://STEPS/SIZE/STEP.safetensors} holds what {@link TinyFamily} writes for that size and
 * step.
 */
public final class GeneratedFileSystem extends ReadOnlyFileSystem {
  static final String SCHEME = "generated";
  private static final long MODIFIED = 1_700_000_000_000L;

  private int steps;

  @Override
  public void initialize(URI name, Configuration configuration) throws IOException {
    super.initialize(name, configuration);
    steps = Integer.parseInt(name.getAuthority());
  }

  @Override
  public FileStatus[] listStatus(Path directory) throws IOException {
    int size = Integer.parseInt(directory.getName());
    FileStatus[] statuses = new FileStatus[steps];
    for (int i = 0; i < steps; i++) {
      statuses[i] = status(new Path(directory, (i + 1) + ".safetensors"), size);
    }
    return statuses;
  }

  private static FileStatus status(Path path, int size) {
    return new FileStatus(TinyFamily.bytes(size, 1).length, false, 1, 1 << 25, MODIFIED, path);
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    return status(path, size(path));
  }

  private static int size(Path path) {
    return Integer.parseInt(path.getParent().getName());
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    String name = path.getName();
    int step = Integer.parseInt(name.substring(0, name.indexOf('.')));
    if (step > steps) {
      throw new FileNotFoundException(path.toString());
    }
    return new FSDataInputStream(new Bytes(TinyFamily.bytes(size(path), step)));
  }

  /** A file's bytes in memory. */
  private static final class Bytes extends FSInputStream {
    private final byte[] bytes;
    private int at;

    Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public void seek(long position) {
      at = Math.toIntExact(position);
    }

    @Override
    public long getPos() {
      return at;
    }

    @Override
    public boolean seekToNewSource(long target) {
      return false;
    }

    @Override
    public int read() {
      return at < bytes.length ? bytes[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int count) {
      int got = new ByteArrayInputStream(bytes, at, bytes.length - at).read(into, offset, count);
      at += Math.max(0, got);
      return got;
    }
  }
}
