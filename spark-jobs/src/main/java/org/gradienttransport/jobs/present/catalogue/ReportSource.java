package org.gradienttransport.jobs.present.catalogue;

import java.util.List;
import java.util.Optional;
import org.gradienttransport.schemas.Rows;

/**
 * What a report is made from: the rows of one run, staged or published, and those of the run before
 * it.
 *
 * @param runId the run
 * @param location where its tables lie, for the reader
 * @param rows its rows
 * @param families what its families' files say of them, by name
 * @param previous the run that was current before, if any
 */
public record ReportSource(
    String runId,
    String location,
    Rows rows,
    List<FamilyText> families,
    Optional<Previous> previous) {
  /** Keeps the families as they are now. */
  public ReportSource {
    families = List.copyOf(families);
  }

  /**
   * An earlier run to compare with.
   *
   * @param runId the run
   * @param rows its rows
   */
  public record Previous(String runId, Rows rows) {}
}
