package org.gradienttransport.jobs.plan.input;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * Some megabytes of one file of a snapshot, held in memory. The files of a snapshot share one
 * window, so that what reading takes does not grow with their number. One thread at a time.
 */
final class StoreWindow {
  /** Most bytes held. */
  static final int BYTES = 16 << 20;

  private byte[] bytes = new byte[0];
  private Object owner;
  private long start;
  private int filled;

  /** Whether the byte at a position of a file is held. */
  boolean holds(Object file, long position) {
    return owner == file && position >= start && position < start + filled;
  }

  /** Copies what is held from a position on, which is held, and returns how many bytes that is. */
  int copy(long position, byte[] buffer, int offset, int count) {
    int taken = (int) Math.min(count, start + filled - position);
    System.arraycopy(bytes, (int) (position - start), buffer, offset, taken);
    return taken;
  }

  /** Holds nothing of a file any more. */
  void forget(Object file) {
    if (owner == file) {
      owner = null;
    }
  }

  /**
   * Reads from where a stream stands, in place of what was held; less than wanted if it ends.
   *
   * @param position where it stands
   */
  void fill(Object file, FSDataInputStream in, long position, int wanted) throws IOException {
    owner = null;
    if (bytes.length < wanted) {
      bytes = new byte[wanted];
    }
    filled = in.readNBytes(bytes, 0, wanted);
    owner = file;
    start = position;
  }
}
