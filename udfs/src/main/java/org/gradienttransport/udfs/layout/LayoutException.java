package org.gradienttransport.udfs.layout;

/**
 * A checkpoint whose tensors do not fit the layout its family declares. The message names the
 * tensor, the rule and what to do.
 */
public final class LayoutException extends Exception {
  private static final long serialVersionUID = 1L;

  public LayoutException(String message) {
    super(message);
  }
}
