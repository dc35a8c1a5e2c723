package org.gradienttransport.jobs.scaling.rows;

import java.util.Optional;

/** One row of a file: its cells by the names of their columns. */
@FunctionalInterface
public interface Cells {
  /** Longest text that a cell may have; what is longer is no name and no number. */
  int LONGEST = 1000;

  /** The text of a cell without spaces around it; empty if it is blank, null or not there. */
  Optional<String> cell(String column);

  /** The text as a cell's. */
  static Optional<String> text(String text) {
    if (text == null) {
      return Optional.empty();
    }
    String stripped = text.strip();
    return stripped.isEmpty() ? Optional.empty() : Optional.of(stripped);
  }
}
