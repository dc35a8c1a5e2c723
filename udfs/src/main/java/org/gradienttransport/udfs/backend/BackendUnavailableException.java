package org.gradienttransport.udfs.backend;

/** A backend was asked for whose device, driver or library is not there. */
public final class BackendUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message a sentence that says what is missing and what to use instead
   * @param cause what was met when it was looked for, or null
   */
  public BackendUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  public BackendUnavailableException(String message) {
    this(message, null);
  }
}
