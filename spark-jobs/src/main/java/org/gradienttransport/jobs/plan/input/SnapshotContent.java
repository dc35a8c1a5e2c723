package org.gradienttransport.jobs.plan.input;

import java.util.List;

/**
 * What was read of one snapshot.
 *
 * @param hash SHA-256 of the field's tensors: their types, shapes and stored elements
 * @param tensors the tensors, in canonical order
 */
public record SnapshotContent(String hash, List<TensorContent> tensors) {
  public SnapshotContent {
    tensors = List.copyOf(tensors);
  }

  /** Where an entry of the field lies, as the end of a clause of a sentence. */
  public String place(long entry) {
    long before = 0;
    for (TensorContent tensor : tensors) {
      long elements = tensor.shape().stream().mapToLong(n -> n).reduce(1, (a, b) -> a * b);
      if (entry < before + elements) {
        return ", which is element " + (entry - before) + " of tensor '" + tensor.name() + "'";
      }
      before += elements;
    }
    return "";
  }
}
