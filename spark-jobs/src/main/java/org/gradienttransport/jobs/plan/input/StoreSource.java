package org.gradienttransport.jobs.plan.input;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.io.StoreFiles;
import org.gradienttransport.udfs.tensor.SeekableSource;
import org.gradienttransport.udfs.tensor.Stretch;

/**
 * A file of an object store, where going back or far ahead costs a request and a connection. A
 * field's order is rarely that of its file.
 *
 * <ul>
 *   <li>The first bytes, by which formats are told apart, are kept: reading them again is free.
 *   <li>The end of the file, where archives list what they hold, is read through a stream of its
 *       own, so that the first stream goes on from the beginning.
 *   <li>Stretches that are wanted one after the other and lie near each other, in whatever order,
 *       are read at once into a {@link StoreWindow}.
 *   <li>Where that takes more than one request for {@link #PER_REQUEST} bytes, as in a PyTorch file
 *       of a hundred small storages sorted by their numbers as text, the file is read from front to
 *       back into a {@link StoreSpool}.
 * </ul>
 */
final class StoreSource implements SeekableSource {
  /** Bytes at the end of a file that are read at once. */
  static final int END = 1 << 20;

  /** Bytes at the beginning of a file that are kept. */
  private static final int BEGINNING = 4 << 10;

  /** Bytes of a file for which one request more is made. */
  static final int PER_REQUEST = 8 << 20;

  /** Where a stream stands after a read that failed. */
  private static final long UNKNOWN = -1;

  private final FileSystem fs;
  private final Path path;
  private final long length;
  private final StoreWindow window;
  private final FSDataInputStream in;

  /** Stays open: closing it makes Amazon's library forget what it fetched ahead for the other. */
  private Optional<FSDataInputStream> ofEnd = Optional.empty();

  private byte[] beginning = new byte[0];
  private long position;
  private StoreReads expected = new StoreReads(List.of(), StoreWindow.BYTES);
  private int next;
  private Optional<StoreSpool> spool = Optional.empty();

  private StoreSource(
      FileSystem fs, Path path, long length, StoreWindow window, FSDataInputStream in) {
    this.fs = fs;
    this.path = path;
    this.length = length;
    this.window = window;
    this.in = in;
  }

  /**
   * Opens a file.
   *
   * @param length as its listing shows it
   * @param window which it shares with the other files of the snapshot
   */
  static StoreSource open(FileSystem fs, Path path, long length, StoreWindow window)
      throws IOException {
    return new StoreSource(fs, path, length, window, StoreFiles.open(fs, path, length));
  }

  @Override
  public String name() {
    return path.toString();
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public synchronized void expect(List<Stretch> stretches) {
    expected = new StoreReads(stretches, StoreWindow.BYTES);
    next = 0;
    if (spool.isEmpty() && expected.requests() > 1 + expected.wanted() / PER_REQUEST) {
      Stretch all = expected.all();
      if (expected.wanted() >= all.bytes() / 2) {
        spool = StoreSpool.of(fs.getConf(), all);
      }
    }
  }

  @Override
  public synchronized int read(long from, byte[] buffer, int offset, int count) throws IOException {
    if (from < beginning.length) {
      int taken = (int) Math.min(count, beginning.length - from);
      System.arraycopy(beginning, (int) from, buffer, offset, taken);
      return taken;
    }
    if (window.holds(this, from)) {
      return window.copy(from, buffer, offset, count);
    }
    if (spool.isPresent() && spool.get().covers(from)) {
      return readSpooled(spool.get(), from, buffer, offset, count);
    }
    if (expected.isEmpty() && liesInEnd(from)) {
      fillWithEnd();
    } else {
      fillAround(from);
    }
    if (window.holds(this, from)) {
      return window.copy(from, buffer, offset, count);
    }
    seek(from);
    int got = in.read(buffer, offset, count);
    position += Math.max(0, got);
    if (from == 0 && got > 0) {
      beginning = Arrays.copyOfRange(buffer, offset, offset + Math.min(got, BEGINNING));
    }
    return got;
  }

  private int readSpooled(StoreSpool copy, long from, byte[] buffer, int offset, int count)
      throws IOException {
    seek(copy.position());
    position = UNKNOWN;
    int got = copy.read(in, from, buffer, offset, count);
    position = in.getPos();
    return got;
  }

  /** Whether it lies in the end and the stream does not already read there. */
  private boolean liesInEnd(long from) {
    return from >= length - END && from < length && (position < length - END || length <= END);
  }

  /** A file that is no larger than its end is read as a whole. */
  private void fillWithEnd() throws IOException {
    if (length <= END) {
      fill(new Stretch(0, length));
      return;
    }
    if (ofEnd.isEmpty()) {
      ofEnd = Optional.of(StoreFiles.open(fs, path, length));
    }
    ofEnd.get().seek(length - END);
    window.fill(this, ofEnd.get(), length - END, END);
  }

  private void fillAround(long from) throws IOException {
    int found = expected.find(from, next);
    if (found < 0) {
      return;
    }
    next = found;
    Stretch together = expected.at(found).bytes();
    if (together.bytes() <= StoreWindow.BYTES) {
      fill(together);
    }
  }

  private void fill(Stretch stretch) throws IOException {
    seek(stretch.from());
    position = UNKNOWN;
    window.fill(this, in, stretch.from(), (int) stretch.bytes());
    position = in.getPos();
  }

  private void seek(long to) throws IOException {
    if (to != position) {
      in.seek(to);
      position = to;
    }
  }

  @Override
  public void close() throws IOException {
    window.forget(this);
    try {
      if (spool.isPresent()) {
        spool.get().close();
      }
      if (ofEnd.isPresent()) {
        ofEnd.get().close();
      }
    } finally {
      in.close();
    }
  }
}
