package org.gradienttransport.jobs.plan;

import java.io.Serializable;
import java.util.List;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.probe.FieldVariant;

/**
 * A unit and the relaxations of it that are not in the store yet.
 *
 * @param unit the field
 * @param variants what is to be measured of it, at least one
 */
public record UnitWork(Unit unit, List<FieldVariant> variants) implements Serializable {
  public UnitWork {
    variants = List.copyOf(variants);
  }

  /** Whether the unit's files are to be read: standard Gaussian nulls need none. */
  public boolean needsField() {
    return variants.stream().anyMatch(variant -> variant.kind() != FieldKind.N0);
  }

  /** Work in node-relaxations: what the time of a unit is proportional to. */
  public long cost() {
    return unit.entries() * (variants.size() + 1L);
  }
}
