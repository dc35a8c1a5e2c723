package org.gradienttransport.udfs.backend;

import org.gradienttransport.udfs.tensor.DType;

/**
 * Takes a field as it is read: first all entries of its snapshot, piece by piece in canonical
 * order, then, for a checkpoint difference, all entries of the earlier snapshot likewise. One
 * thread at a time.
 */
public interface FieldCollector extends BackendField {

  /**
   * Takes the next entries of the snapshot.
   *
   * @param raw little-endian elements; may be overwritten after the call
   * @param offset byte at which the first of them starts
   * @param count elements
   */
  void add(DType dtype, byte[] raw, int offset, int count);

  /** Takes the next entries of the earlier snapshot, which are subtracted in double. */
  void subtract(DType dtype, byte[] raw, int offset, int count);
}
