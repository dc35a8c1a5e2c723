package org.gradienttransport.jobs.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.gradienttransport.jobs.plan.ProbeWork;
import org.gradienttransport.jobs.plan.Unit;
import org.gradienttransport.jobs.plan.input.LoadedField;
import org.gradienttransport.jobs.plan.input.SnapshotContent;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.schemas.vocabulary.FieldStatus;
import org.gradienttransport.udfs.backend.BackendField;
import org.gradienttransport.udfs.backend.Measured;
import org.gradienttransport.udfs.backend.NonFiniteFieldException;
import org.gradienttransport.udfs.backend.WidenedField;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;

/**
 * The second of a unit's three steps: relaxes its field and the nulls on the cached graph.
 *
 * @param known the stored row of a field of the same content, by measurement key
 */
record FieldRelaxer(ExecutorEngine engine, Function<String, Optional<FieldTransport>> known) {

  /**
   * What becomes of every relaxation under one probe.
   *
   * @param last whether no other probe needs the field after this one, which may then be used up
   */
  Map<FieldVariant, RelaxResult> relax(
      LoadedUnit unit, ProbeWork probe, boolean last, FieldRows rows) {
    Unit of = unit.work().unit();
    if (unit.result() instanceof Refusal refusal) {
      return refused(of, probe, refusal);
    }
    if (unit.result() instanceof LoadResult.Loaded loaded) {
      try {
        return relaxUnknown(of, probe, loaded.field(), last, rows);
      } catch (NonFiniteFieldException e) {
        return refused(of, probe, notFinite(of, loaded.field().content(), e));
      }
    }
    return relax(of, probe.parameters(), null, probe.variants());
  }

  /** Relaxes what no field of the same content was relaxed for before. */
  private Map<FieldVariant, RelaxResult> relaxUnknown(
      Unit unit, ProbeWork probe, LoadedField field, boolean last, FieldRows rows) {
    Map<FieldVariant, RelaxResult> results = new LinkedHashMap<>();
    List<FieldVariant> unknown = new ArrayList<>();
    for (FieldVariant variant : probe.variants()) {
      known
          .apply(rows.measurementKey(variant, field))
          .ifPresentOrElse(
              row -> results.put(variant, new RelaxResult.KnownCascade(row)),
              () -> unknown.add(variant));
    }
    if (!unknown.isEmpty()) {
      // Relaxing overwrites what it is given.
      BackendField values =
          last ? field.values() : new WidenedField(field.values().toDoubles().clone());
      results.putAll(relax(unit, probe.parameters(), values, unknown));
    }
    return results;
  }

  private Map<FieldVariant, RelaxResult> relax(
      Unit unit, ProbeParameters parameters, BackendField field, List<FieldVariant> variants) {
    Map<FieldVariant, RelaxResult> results = new LinkedHashMap<>();
    if (variants.isEmpty()) {
      return results;
    }
    long started = System.nanoTime();
    Measured by = engine.measure(field, unit.entries(), parameters, variants);
    double seconds = (System.nanoTime() - started) * 1e-9 / variants.size();
    for (int i = 0; i < variants.size(); i++) {
      results.put(
          variants.get(i),
          new RelaxResult.NewCascade(
              by.results().get(i), by.backend(), by.device(), by.reason(), seconds));
    }
    return results;
  }

  /** Standard Gaussian nulls need no field, so they are relaxed even where it is refused. */
  private Map<FieldVariant, RelaxResult> refused(Unit unit, ProbeWork probe, Refusal refusal) {
    Map<FieldVariant, RelaxResult> results =
        relax(
            unit,
            probe.parameters(),
            null,
            probe.variants().stream().filter(one -> one.kind() == FieldKind.N0).toList());
    probe.variants().forEach(variant -> results.putIfAbsent(variant, refusal));
    return results;
  }

  private static Refusal notFinite(Unit unit, SnapshotContent content, NonFiniteFieldException e) {
    return new Refusal(
        FieldStatus.NOT_FINITE,
        String.format(
            Locale.ROOT,
            "%s: %s, in canonical order%s. Training diverged or the file is damaged; fetch it again"
                + " or leave the step out.",
            unit.to().get(0).path(),
            e.getMessage(),
            content.place(e.index())));
  }
}
