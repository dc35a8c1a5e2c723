package org.gradienttransport.jobs.plan;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;

/**
 * A unit and the relaxations of it that are not in the store yet. Its field is loaded once, however
 * many probes relax it.
 *
 * @param unit the field
 * @param probes what is to be measured of it, at least one
 */
public record UnitWork(Unit unit, List<ProbeWork> probes) implements Serializable {
  public UnitWork {
    probes = List.copyOf(probes);
  }

  /** Work under one probe. */
  public UnitWork(Unit unit, ProbeParameters parameters, List<FieldVariant> variants) {
    this(unit, List.of(new ProbeWork(parameters, variants)));
  }

  /** The relaxations under all probes. */
  public List<FieldVariant> variants() {
    return probes.stream().flatMap(one -> one.variants().stream()).toList();
  }

  /** Whether the unit's files are to be read: standard Gaussian nulls need none. */
  public boolean needsField() {
    return variants().stream().anyMatch(variant -> variant.kind() != FieldKind.N0);
  }

  /** The same work under some probes alone; empty where it has none of them. */
  Optional<UnitWork> under(Set<ProbeParameters> some) {
    List<ProbeWork> left = probes.stream().filter(one -> some.contains(one.parameters())).toList();
    return left.isEmpty() ? Optional.empty() : Optional.of(new UnitWork(unit, left));
  }

  /** Work in node-relaxations: what the time of a unit is proportional to. */
  public long cost() {
    return unit.entries() * (variants().size() + 1L);
  }
}
