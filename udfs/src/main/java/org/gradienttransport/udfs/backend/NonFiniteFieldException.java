package org.gradienttransport.udfs.backend;

/** A field holds NaN or an infinity and is refused. */
public final class NonFiniteFieldException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param index position of the first such entry in the field
   * @param value the entry
   */
  public NonFiniteFieldException(long index, double value) {
    super("entry " + index + " of the field is " + value);
  }
}
