package org.gradienttransport.jobs.plan.input;

import org.gradienttransport.udfs.backend.BackendField;

/**
 * A field in memory.
 *
 * @param values the N entries in canonical order, in the form the backend asked for
 * @param contentHash SHA-256 of the later (or only) snapshot's tensors
 * @param fromContentHash SHA-256 of the earlier snapshot's tensors; null for gradients
 * @param bytesRead bytes of tensor data read
 */
public record LoadedField(
    BackendField values, String contentHash, String fromContentHash, long bytesRead) {}
