package org.gradienttransport.udfs.backend;

/** Work does not fit the memory of the host or the device, even alone. */
public final class InsufficientMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InsufficientMemoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
