package org.gradienttransport.udfs.tensor;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Bytes that can be read at any position: a local file, an object in a store, or an array. */
public interface SeekableSource extends Closeable {

  /** What messages call this source, usually its path. */
  String name();

  /** Bytes in the source; does not change while it is open. */
  long length();

  /**
   * Reads up to {@code count} bytes starting at {@code position}.
   *
   * @return bytes read, at least 1, or -1 when {@code position} is at or beyond the end
   */
  int read(long position, byte[] buffer, int offset, int count) throws IOException;

  /**
   * Takes note of what will be read next: these stretches, one after the other in this order. A
   * source that pays for every request can then ask for neighbours at once; others do nothing.
   */
  default void expect(List<Stretch> stretches) {}

  /**
   * Reads exactly {@code count} bytes starting at {@code position}.
   *
   * @throws TensorFormatException if the source ends before that
   */
  default void readFully(long position, byte[] buffer, int offset, int count) throws IOException {
    int done = 0;
    while (done < count) {
      int read = read(position + done, buffer, offset + done, count - done);
      if (read <= 0) {
        throw new FilePlace(name(), "byte " + (position + done))
            .refuse(
                "the file ends here, " + (count - done) + " more bytes were announced",
                Remedy.FETCH_AGAIN);
      }
      done += read;
    }
  }
}
