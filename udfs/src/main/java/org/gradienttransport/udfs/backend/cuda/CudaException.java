package org.gradienttransport.udfs.backend.cuda;

/** A CUDA driver function failed, other than for want of memory. */
public final class CudaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CudaException(String function, int code, String name) {
    super(function + " failed with " + name + " (" + code + ")");
  }
}
