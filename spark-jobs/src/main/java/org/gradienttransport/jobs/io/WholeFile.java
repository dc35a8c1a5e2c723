package org.gradienttransport.jobs.io;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/**
 * A large file that appears under its name once it is whole, or never. It is written to a hidden
 * name beside it and renamed; on an object store, where a file appears when it is closed and
 * renaming is copying, straight to its name. Small files are written by {@link SmallFiles}.
 */
public final class WholeFile implements AutoCloseable {
  private static final int BUFFER = 1 << 20;

  private final FileSystem fs;
  private final Path target;
  private final Path aside;
  private final FSDataOutputStream out;
  private boolean shown;

  private WholeFile(FileSystem fs, Path target, Path aside) throws IOException {
    this.fs = fs;
    this.target = target;
    this.aside = aside;
    this.out = fs.create(aside, true, BUFFER);
  }

  /**
   * Begins a file.
   *
   * @param mark ends the hidden name; a file that an earlier attempt left there is replaced
   */
  public static WholeFile create(FileSystem fs, Path target, String mark) throws IOException {
    Path aside = new Path(target.getParent(), "_" + target.getName() + "." + mark);
    return new WholeFile(fs, target, SmallFiles.isObjectStore(fs) ? target : aside);
  }

  /** Where its bytes go; closed by this class alone. */
  public OutputStream out() {
    return out;
  }

  /** Shows the file under its name, in the place of an earlier one. */
  public void commit() throws IOException {
    out.close();
    long written = fs.getFileStatus(aside).getLen();
    if (written != out.getPos()) {
      throw new IOException(
          aside + " has " + written + " bytes after " + out.getPos() + " were written to it");
    }
    if (!aside.equals(target)) {
      rename();
    }
    shown = true;
  }

  private void rename() throws IOException {
    FileContext context;
    try {
      context = FileContext.getFileContext(fs.getUri(), fs.getConf());
    } catch (UnsupportedFileSystemException e) {
      fs.delete(target, false);
      if (!fs.rename(aside, target)) {
        throw new IOException(target + " could not be put in place", e);
      }
      return;
    }
    context.rename(fs.makeQualified(aside), fs.makeQualified(target), Options.Rename.OVERWRITE);
  }

  /**
   * Discards a file that was not committed. Closing a broken upload would publish it on an object
   * store, so it is aborted where that is possible.
   */
  @Override
  public void close() throws IOException {
    if (shown) {
      return;
    }
    if (out.hasCapability(StreamCapabilities.ABORTABLE_STREAM)) {
      out.abort();
      return;
    }
    try {
      out.close();
    } finally {
      fs.delete(aside, false);
    }
  }
}
