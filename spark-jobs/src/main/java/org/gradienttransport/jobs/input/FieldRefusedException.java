package org.gradienttransport.jobs.input;

/** One input cannot become a field; its row says why and the run goes on. */
public final class FieldRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String status;

  /**
   * @param status as published in field_transport: missing, corrupt, wrong_size, not_finite or
   *     unreadable
   */
  public FieldRefusedException(String status, String message, Throwable cause) {
    super(message, cause);
    this.status = status;
  }

  public String status() {
    return status;
  }
}
