package org.gradienttransport.jobs.measure;

import org.gradienttransport.jobs.plan.UnitWork;

/**
 * A unit with its memory taken and, where it needs one, its field read.
 *
 * @param place its memory, given back when the unit is closed
 */
record LoadedUnit(
    UnitWork work,
    MemoryLedger.Place place,
    LoadResult result,
    long readNanos,
    UnitProgress progress)
    implements AutoCloseable {
  @Override
  public void close() {
    place.close();
  }
}
