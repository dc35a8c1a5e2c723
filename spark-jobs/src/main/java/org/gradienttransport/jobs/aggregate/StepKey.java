package org.gradienttransport.jobs.aggregate;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.gradienttransport.schemas.FieldTransport;

/**
 * What one fit over the scales belongs to.
 *
 * @param family name of the family
 * @param step training step
 * @param kind real, n0, n1 or n2
 * @param replicate number of the null's realisation
 */
record StepKey(String family, long step, String kind, int replicate) implements Serializable {
  private static final String SEPARATOR = "\u0000";

  static StepKey of(Row field) {
    return new StepKey(
        field.getAs(FieldTransport.FAMILY.name()),
        field.getAs(FieldTransport.STEP.name()),
        field.getAs(FieldTransport.FIELD_KIND.name()),
        field.getAs(FieldTransport.REPLICATE.name()));
  }

  /** Text by which Spark groups; equal for equal keys. */
  String text() {
    return String.join(
        SEPARATOR, List.of(family, Long.toString(step), kind, Integer.toString(replicate)));
  }

  static final Comparator<StepKey> ORDER =
      Comparator.comparing(StepKey::family)
          .thenComparing(StepKey::kind)
          .thenComparingInt(StepKey::replicate)
          .thenComparingLong(StepKey::step);
}
