package org.gradienttransport.udfs.graph;

import java.io.IOException;

/** A graph file is not what was written. */
final class DamagedGraphException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedGraphException(String message) {
    super(message);
  }
}
