package org.gradienttransport.jobs.plan.input;

import java.util.List;
import org.gradienttransport.udfs.tensor.DType;

/**
 * A tensor of a field as a snapshot holds it.
 *
 * @param name what its rule calls it
 * @param dtype kind of its elements
 * @param shape its dimensions
 * @param hash 64 bits that tell its stored content from others', or {@link #UNTOLD}
 */
public record TensorContent(String name, DType dtype, List<Long> shape, long hash) {
  /** The hash of content that equals another's for no reason: few elements, or all the same. */
  public static final long UNTOLD = 0;

  public TensorContent {
    shape = List.copyOf(shape);
  }
}
