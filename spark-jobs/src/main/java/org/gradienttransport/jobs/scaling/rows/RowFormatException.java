package org.gradienttransport.jobs.scaling.rows;

import java.io.IOException;

/** A file that cannot be read on: the rest of its rows is lost. */
public final class RowFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  RowFormatException(String problem) {
    super(problem);
  }

  RowFormatException(String problem, Throwable cause) {
    super(problem, cause);
  }
}
