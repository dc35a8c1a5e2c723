package org.gradienttransport.jobs.plan.input;

import org.gradienttransport.schemas.vocabulary.FieldStatus;

/** One input cannot become a field; its row says why and the run goes on. */
public final class FieldRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final FieldStatus status;

  /**
   * @param status as published in field_transport
   * @param message naming the file, the place and the remedy
   * @param cause null where nothing was thrown
   */
  public FieldRefusedException(FieldStatus status, String message, Throwable cause) {
    super(message, cause);
    this.status = status;
  }

  /** What is wrong with the input, as published. */
  public FieldStatus status() {
    return status;
  }
}
