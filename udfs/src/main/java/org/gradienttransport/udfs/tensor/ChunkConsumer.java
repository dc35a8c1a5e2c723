package org.gradienttransport.udfs.tensor;

import java.io.IOException;

/** Takes a tensor's elements chunk by chunk, in row-major order of the tensor's own shape. */
@FunctionalInterface
public interface ChunkConsumer {

  /**
   * Takes the next elements.
   *
   * @param dtype kind of the elements
   * @param rawLittleEndian buffer that holds them; it is used again after this call returns
   * @param offset byte at which the first of them starts
   * @param count elements, each {@code dtype.bytes()} long
   */
  void accept(DType dtype, byte[] rawLittleEndian, int offset, int count) throws IOException;
}
