package org.gradienttransport.udfs.backend;

/** A field holds NaN or an infinity and is refused. */
public final class NonFiniteFieldException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long index;

  /**
   * @param index position of the first such entry in the field
   * @param value the entry
   */
  public NonFiniteFieldException(long index, double value) {
    super("entry " + index + " of the field is " + value);
    this.index = index;
  }

  /** Position of the first entry that is not finite. */
  public long index() {
    return index;
  }
}
