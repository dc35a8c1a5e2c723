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
}
