package org.gradienttransport.jobs.input;

/**
 * A field in memory.
 *
 * @param values the N entries in canonical order
 * @param contentHash SHA-256 of the later (or only) snapshot's tensors
 * @param fromContentHash SHA-256 of the earlier snapshot's tensors; null for gradients
 * @param bytesRead bytes of tensor data read
 */
@SuppressWarnings("ArrayRecordComponent") // handed on whole, never compared
public record LoadedField(
    double[] values, String contentHash, String fromContentHash, long bytesRead) {}
