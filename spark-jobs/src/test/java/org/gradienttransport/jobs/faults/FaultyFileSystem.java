package org.gradienttransport.jobs.faults;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.gradienttransport.jobs.faults.FaultyStore.Operation;

/**
 * A local directory as {@code faulty://STORE/path}, with HDFS's manners: a rename never replaces a
 * file, except through {@link Context}. Every operation is told to the {@link FaultyStore} of that
 * name, which may let it fail or hang.
 */
public final class FaultyFileSystem extends RawLocalFileSystem {
  private URI uri;
  private FaultyStore store;

  @Override
  public void initialize(URI name, Configuration configuration) throws IOException {
    super.initialize(URI.create("file:///"), configuration);
    uri = URI.create(name.getScheme() + "://" + name.getAuthority());
    store = FaultyStore.named(name.getAuthority(), configuration);
  }

  @Override
  public URI getUri() {
    // Asked by the constructor of the class above, before there is an address.
    return uri == null ? super.getUri() : uri;
  }

  @Override
  public String getScheme() {
    return FaultyStore.SCHEME;
  }

  /** FileContext insists on one. */
  @Override
  protected int getDefaultPort() {
    return 1;
  }

  @Override
  protected void checkPath(Path path) {
    // Every local path will do, whatever its scheme.
  }

  @Override
  public java.io.File pathToFile(Path path) {
    return super.pathToFile(local(path));
  }

  private static Path local(Path path) {
    return new Path("file", "", path.toUri().getPath());
  }

  @Override
  protected OutputStream createOutputStreamWithMode(
      Path path, boolean append, FsPermission permission) throws IOException {
    return store.meet(
        Operation.CREATE,
        path,
        () -> new Output(path, super.createOutputStreamWithMode(path, append, permission)));
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    return store.meet(Operation.OPEN, path, () -> super.open(path, bufferSize));
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    return store.meet(
        Operation.RENAME,
        to,
        () -> !pathToFile(to).exists() && pathToFile(from).renameTo(pathToFile(to)));
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    return store.meet(Operation.DELETE, path, () -> super.delete(path, recursive));
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    return store.meet(Operation.LIST, path, () -> super.listStatus(path));
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    return store.meet(Operation.STATUS, path, () -> super.getFileStatus(path));
  }

  @Override
  public boolean mkdirs(Path path) throws IOException {
    return store.meet(
        Operation.MKDIRS, path, () -> pathToFile(path).mkdirs() || pathToFile(path).isDirectory());
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) throws IOException {
    return mkdirs(path);
  }

  /** A file being written; a failing write leaves half of what it was given. */
  private final class Output extends FilterOutputStream {
    private final Path path;
    private boolean closed;

    Output(Path path, OutputStream out) {
      super(out);
      this.path = path;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      try {
        store.meetWrite(
            path,
            count,
            () -> {
              out.write(bytes, offset, count);
              return null;
            });
      } catch (IOException e) {
        out.write(bytes, offset, count / 2);
        throw e;
      }
    }

    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      try {
        store.meet(Operation.CLOSE, path, () -> null);
      } finally {
        out.close();
      }
    }
  }

  /** The same for Hadoop's FileContext, whose rename can replace a file in one step. */
  public static final class Context extends DelegateToFileSystem {
    private final FaultyStore store;

    public Context(URI uri, Configuration configuration) throws Exception {
      super(uri, open(uri, configuration), configuration, FaultyStore.SCHEME, true);
      store = FaultyStore.named(uri.getHost(), configuration);
    }

    private static FaultyFileSystem open(URI uri, Configuration configuration) throws IOException {
      FaultyFileSystem fs = new FaultyFileSystem();
      fs.initialize(uri, configuration);
      return fs;
    }

    @Override
    public int getUriDefaultPort() {
      return 1;
    }

    @Override
    public void renameInternal(Path from, Path to, boolean overwrite) throws IOException {
      store.meet(
          Operation.RENAME,
          to,
          () ->
              Files.move(
                  java.nio.file.Path.of(from.toUri().getPath()),
                  java.nio.file.Path.of(to.toUri().getPath()),
                  StandardCopyOption.ATOMIC_MOVE,
                  StandardCopyOption.REPLACE_EXISTING));
    }
  }
}
