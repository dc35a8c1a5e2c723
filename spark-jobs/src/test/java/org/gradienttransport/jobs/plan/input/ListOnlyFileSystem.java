package org.gradienttransport.jobs.plan.input;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;
import org.gradienttransport.jobs.conf.Snapshots;
import org.gradienttransport.jobs.io.ReadOnlyFileSystem;

/**
 * Serves a directory of this machine as {@code listonly://bucket/path}, like an object store that
 * charges for every request: it lists, notes what it listed, opens the indexes of sharded
 * checkpoints and the refs of a cache, and does nothing else.
 */
public final class ListOnlyFileSystem extends ReadOnlyFileSystem {
  /** Every directory listed since the list was last cleared. */
  static final List<String> LISTED = new CopyOnWriteArrayList<>();

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
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    boolean ref = path.getParent().getName().equals("refs");
    if (!ref && !Snapshots.isIndex(path.getName())) {
      throw refused("open", path);
    }
    return FileSystem.getLocal(getConf()).open(new Path(path.toUri().getPath()));
  }
}
