package org.gradienttransport.jobs.measure;

import org.gradienttransport.jobs.input.FieldRefusedException;
import org.gradienttransport.jobs.input.LoadedField;
import org.gradienttransport.jobs.plan.UnitWork;

/**
 * A unit with its memory taken and its field read.
 *
 * @param work what is to be measured
 * @param place its memory
 * @param field the field; null where none is needed or it was refused
 * @param refusal why the field was refused, or null
 * @param readNanos time that reading took
 */
record LoadedUnit(
    UnitWork work,
    MemoryLedger.Place place,
    LoadedField field,
    FieldRefusedException refusal,
    long readNanos)
    implements AutoCloseable {
  @Override
  public void close() {
    place.close();
  }
}
