package org.gradienttransport.jobs.plan.input;

import org.gradienttransport.udfs.backend.BackendField;

/**
 * A field in memory.
 *
 * @param values the N entries in canonical order, in the form the backend asked for
 * @param content what was read of the later (or only) snapshot
 * @param from what was read of the earlier snapshot; null for gradients
 * @param bytesRead bytes of tensor data read
 */
public record LoadedField(
    BackendField values, SnapshotContent content, SnapshotContent from, long bytesRead) {

  /** SHA-256 of the later (or only) snapshot's tensors. */
  public String contentHash() {
    return content.hash();
  }

  /** SHA-256 of the earlier snapshot's tensors; null for gradients. */
  public String fromContentHash() {
    return from == null ? null : from.hash();
  }
}
