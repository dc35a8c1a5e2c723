package org.gradienttransport.udfs.tensor;

import java.util.List;

/**
 * How a tensor lies in its storage. All counts are elements, not bytes.
 *
 * @param shape dimensions, none negative
 * @param strides distance in the storage between neighbours along each dimension, none negative
 * @param offset first element in the storage
 */
record StridedLayout(List<Long> shape, List<Long> strides, long offset) {

  /** Number of elements of a shape; 0 if any dimension is 0. */
  static long elements(List<Long> shape) {
    if (shape.contains(0L)) {
      return 0;
    }
    long product = 1;
    for (long dimension : shape) {
      product = Math.multiplyExact(product, dimension);
    }
    return product;
  }

  long elements() {
    return elements(shape);
  }

  /** Whether row-major order of the shape is also the order in the storage, without gaps. */
  boolean contiguous() {
    long expected = 1;
    for (int d = shape.size() - 1; d >= 0; d--) {
      if (shape.get(d) != 1) {
        if (strides.get(d) != expected) {
          return false;
        }
        expected *= shape.get(d);
      }
    }
    return true;
  }

  /**
   * Refuses a layout that reaches outside a storage of {@code count} elements, or that repeats
   * elements of a small storage many times.
   */
  void check(long count, FilePlace place) throws TensorFormatException {
    try {
      checkSpan(count, place);
    } catch (ArithmeticException e) {
      throw place.refuse(
          "shape " + shape + " with strides " + strides + " overflows 64-bit positions",
          Remedy.FETCH_AGAIN,
          e);
    }
  }

  private void checkSpan(long count, FilePlace place) throws TensorFormatException {
    long elements = elements();
    long end = offset;
    if (elements > 0) {
      for (int d = 0; d < shape.size(); d++) {
        end = Math.addExact(end, Math.multiplyExact(shape.get(d) - 1, strides.get(d)));
      }
      end = Math.addExact(end, 1L);
    }
    if (end > count) {
      throw place.refuse(
          "shape %s, strides %s, offset %s reach element %s of a storage of %s"
              .formatted(shape, strides, offset, end, count),
          Remedy.FETCH_AGAIN);
    }
    if (elements > count && elements > Limits.OVERLAPPING_ELEMENTS) {
      throw place.refuse(
          "the tensor claims " + elements + " elements of a storage of " + count,
          "call .contiguous() or .clone() on expanded tensors before saving them");
    }
  }
}
