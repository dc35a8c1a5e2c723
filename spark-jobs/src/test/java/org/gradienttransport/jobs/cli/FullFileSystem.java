package org.gradienttransport.jobs.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/** Local files as {@code full://disk/path}, where nothing can be written any more. */
public final class FullFileSystem extends RawLocalFileSystem {
  private static final URI DISK = URI.create("full://disk");

  @Override
  public void initialize(URI name, Configuration configuration) throws IOException {
    super.initialize(URI.create("file:///"), configuration);
  }

  @Override
  public URI getUri() {
    return DISK;
  }

  @Override
  public String getScheme() {
    return DISK.getScheme();
  }

  @Override
  protected void checkPath(Path path) {
    // Every local path will do, whatever its scheme.
  }

  @Override
  public java.io.File pathToFile(Path path) {
    return super.pathToFile(new Path(path.toUri().getPath()));
  }

  @Override
  protected OutputStream createOutputStreamWithMode(
      Path path, boolean append, FsPermission permission) throws IOException {
    return super.createOutputStreamWithMode(new Path("/dev/full"), true, null);
  }
}
