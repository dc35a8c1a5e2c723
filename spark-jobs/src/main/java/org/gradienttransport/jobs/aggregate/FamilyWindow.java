package org.gradienttransport.jobs.aggregate;

import java.util.List;
import java.util.Optional;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.udfs.window.StableWindow;

/** The stable window of a family, from its fields. */
public final class FamilyWindow {
  private FamilyWindow() {}

  /**
   * Finds the window; empty when no bounds are given and none is found.
   *
   * @param fields rows of field_transport of the family
   */
  public static Optional<StableWindow> of(Family family, List<FieldTransport> fields) {
    return Windows.of(family, Observations.of(fields, List.of()).real());
  }
}
