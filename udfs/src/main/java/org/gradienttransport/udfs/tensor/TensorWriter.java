package org.gradienttransport.udfs.tensor;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * Writes one tensor file as a stream: whoever feeds it never holds more than a chunk. Closing it
 * finishes the file; it does not close the stream it writes to.
 */
public interface TensorWriter extends Closeable {

  /** The tensors in the order in which their data are to be written. */
  List<TensorInfo> order();

  /**
   * Takes the next bytes of the tensors' data: little-endian elements, row-major, one tensor after
   * the other in {@link #order()}.
   *
   * @throws IllegalStateException when that is more than the tensors hold
   */
  void write(byte[] raw, int offset, int count) throws IOException;

  /**
   * Finishes the file.
   *
   * @throws IllegalStateException when bytes of a tensor are missing
   */
  @Override
  void close() throws IOException;
}
