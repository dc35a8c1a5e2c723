package org.gradienttransport.udfs.tensor;

import java.util.List;

/**
 * A tensor in a file.
 *
 * @param name its name; nested dictionaries and lists are joined by {@code /}
 * @param dtype kind of its elements
 * @param shape its dimensions, empty for a scalar
 * @param place where its data are, for messages
 */
public record TensorInfo(String name, DType dtype, List<Long> shape, String place) {

  public TensorInfo {
    shape = List.copyOf(shape);
  }

  /** Number of elements: 1 for a scalar, 0 if any dimension is 0. */
  public long elements() {
    return StridedLayout.elements(shape);
  }

  /** Bytes of the elements. */
  public long bytes() {
    return Math.multiplyExact(elements(), (long) dtype.bytes());
  }
}
