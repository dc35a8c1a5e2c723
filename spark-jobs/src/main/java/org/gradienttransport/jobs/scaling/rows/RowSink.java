package org.gradienttransport.jobs.scaling.rows;

/** Takes the rows of a file, in their order. */
public interface RowSink {
  /**
   * A row.
   *
   * @param place where it is in the file, such as line 7
   */
  void row(String place, Cells cells);

  /**
   * A row that breaks the format; the rows after it still come.
   *
   * @param place where it is in the file
   * @param problem what is wrong, and what to do
   */
  void malformed(String place, String problem);
}
