package org.gradienttransport.jobs.conf.study;

import java.io.Serializable;
import java.util.List;

/** Where a name of a row comes from. */
public sealed interface TextFrom extends Serializable {

  /**
   * Cells, joined by a hyphen where there are several.
   *
   * @param columns their columns
   */
  record Cells(List<String> columns) implements TextFrom {
    public Cells {
      columns = List.copyOf(columns);
      columns.forEach(Checks::requireName);
    }
  }

  /** The study: every row has the same. */
  record Constant(String text) implements TextFrom {
    public Constant {
      Checks.requireName(text);
    }
  }
}
