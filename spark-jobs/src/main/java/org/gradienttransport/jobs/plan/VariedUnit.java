package org.gradienttransport.jobs.plan;

import java.util.Collection;
import java.util.List;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.robustness.ProbeVariation;

/**
 * A unit and what is measured of it under each variation of the probe.
 *
 * @param unit the field, or only its size where there are null floors alone
 * @param levels the variations
 * @param variants the relaxations under each of them
 */
public record VariedUnit(Unit unit, List<ProbeVariation> levels, List<FieldVariant> variants) {
  public VariedUnit {
    levels = List.copyOf(levels);
    variants = List.copyOf(variants);
  }

  /**
   * The real field, if the unit has one, and its nulls, with the seeds of the baseline's.
   *
   * @param nulls kinds wanted; without a field N0 alone
   * @param replicates realisations of each
   */
  public static VariedUnit of(
      Unit unit, List<ProbeVariation> levels, Collection<FieldKind> nulls, int replicates) {
    return new VariedUnit(unit, levels, Planner.variants(unit, nulls, replicates));
  }

  /** Relaxations in all. */
  public long relaxations() {
    return (long) levels.size() * variants.size();
  }
}
