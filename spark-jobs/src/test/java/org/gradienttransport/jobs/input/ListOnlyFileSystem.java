package org.gradienttransport.jobs.input;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.util.Progressable;

/**
 * Serves a directory of this machine as {@code listonly://bucket/path}, like an object store that
 * charges for every request: it lists, notes what it listed, and does nothing else.
 */
public final class ListOnlyFileSystem extends FileSystem {
  /** Every directory listed since the list was last cleared. */
  static final List<String> LISTED = new CopyOnWriteArrayList<>();

  private URI uri;

  @Override
  public void initialize(URI name, org.apache.hadoop.conf.Configuration conf) throws IOException {
    super.initialize(name, conf);
    uri = URI.create(name.getScheme() + "://" + name.getAuthority());
  }

  @Override
  public String getScheme() {
    return "listonly";
  }

  @Override
  public URI getUri() {
    return uri;
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    String directory = path.toUri().getPath();
    LISTED.add(directory);
    if (directory.contains("forbidden")) {
      throw new AccessControlException("403 Forbidden");
    }
    if (directory.contains("broken")) {
      throw new IOException("connection reset");
    }
    java.io.File[] files = new java.io.File(directory).listFiles();
    if (files == null) {
      throw new FileNotFoundException("no such key: " + path);
    }
    FileStatus[] statuses = new FileStatus[files.length];
    for (int i = 0; i < files.length; i++) {
      statuses[i] =
          new FileStatus(
              files[i].length(),
              files[i].isDirectory(),
              1,
              1 << 25,
              files[i].lastModified(),
              new Path(path, files[i].getName()));
    }
    return statuses;
  }

  @Override
  public FileStatus getFileStatus(Path path) {
    throw refused("getFileStatus", path);
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) {
    throw refused("open", path);
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
  public void setWorkingDirectory(Path path) {
    throw refused("setWorkingDirectory", path);
  }

  @Override
  public Path getWorkingDirectory() {
    return new Path(uri.toString() + "/");
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) {
    throw refused("mkdirs", path);
  }

  private static UnsupportedOperationException refused(String operation, Path path) {
    return new UnsupportedOperationException(operation + " is not needed to locate " + path);
  }
}
