package org.gradienttransport.jobs.io;

import java.io.IOException;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** A local directory that behaves like HDFS: a rename never replaces an existing file. */
public final class RenamingFileSystem extends RawLocalFileSystem {
  static final java.net.URI ROOT = uri();

  private static java.net.URI uri() {
    try {
      return new java.net.URI("renaming:///");
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void initialize(java.net.URI uri, Configuration configuration) throws IOException {
    super.initialize(java.net.URI.create("file:///"), configuration);
  }

  @Override
  public java.net.URI getUri() {
    return ROOT;
  }

  @Override
  protected void checkPath(Path path) {
    // Every local path will do, whatever its scheme.
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    return !exists(to) && super.rename(local(from), local(to));
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    return super.getFileStatus(local(path));
  }

  @Override
  public java.io.File pathToFile(Path path) {
    return super.pathToFile(local(path));
  }

  private static Path local(Path path) {
    return new Path("file", "", path.toUri().getPath());
  }
}
