package org.gradienttransport.jobs.io;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** What file systems of tests have in common that nothing may write to. */
public abstract class ReadOnlyFileSystem extends FileSystem {
  private URI uri;

  @Override
  public void initialize(URI name, Configuration configuration) throws IOException {
    super.initialize(name, configuration);
    uri = URI.create(name.getScheme() + "://" + name.getAuthority());
  }

  @Override
  public URI getUri() {
    return uri;
  }

  @Override
  public String getScheme() {
    return uri.getScheme();
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress) {
    throw refused("create", path);
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
    throw refused("append", path);
  }

  @Override
  public boolean rename(Path from, Path to) {
    throw refused("rename", from);
  }

  @Override
  public boolean delete(Path path, boolean recursive) {
    throw refused("delete", path);
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) {
    throw refused("mkdirs", path);
  }

  @Override
  public void setWorkingDirectory(Path path) {
    throw refused("setWorkingDirectory", path);
  }

  @Override
  public Path getWorkingDirectory() {
    return new Path(uri + "/");
  }

  /** Not an IOException: nothing may take it for a failure of a store. */
  protected static UnsupportedOperationException refused(String operation, Path path) {
    return new UnsupportedOperationException(operation + " of " + path + " is not for readers");
  }
}
