package org.gradienttransport.jobs.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.input.FieldReader;
import org.gradienttransport.jobs.input.FieldRefusedException;
import org.gradienttransport.jobs.input.LoadedField;
import org.gradienttransport.jobs.plan.Unit;
import org.gradienttransport.jobs.plan.UnitWork;
import org.gradienttransport.udfs.backend.Measured;
import org.gradienttransport.udfs.backend.NonFiniteFieldException;
import org.gradienttransport.udfs.probe.FieldKind;
import org.gradienttransport.udfs.probe.FieldVariant;

/**
 * Measures units on one executor: loads the field once, probes it and its nulls on the cached
 * graph, and turns every failure of an input into rows that say what is wrong.
 */
final class UnitMeasurer {
  private final MeasureSettings settings;
  private final Map<String, Family> families;
  private final Configuration configuration;
  private final ExecutorEngine engine;
  private final Map<String, Row> known;
  private final LongConsumer reused;

  /**
   * @param families by name
   * @param configuration for the Hadoop file systems
   * @param known stored rows that fields of the same content take over, by measurement key
   * @param reused told how many were taken over
   */
  UnitMeasurer(
      MeasureSettings settings,
      Map<String, Family> families,
      Configuration configuration,
      Map<String, Row> known,
      LongConsumer reused) {
    this.settings = settings;
    this.families = families;
    this.configuration = configuration;
    this.engine = ExecutorEngine.of(settings);
    this.known = known;
    this.reused = reused;
  }

  /** One row per relaxation asked for. */
  List<Row> measure(UnitWork work) {
    Unit unit = work.unit();
    FieldRows rows = new FieldRows(unit, settings);
    try (ExecutorEngine.Admission admission = engine.admit(unit.entries(), work.variants())) {
      if (work.variants().stream().allMatch(variant -> variant.kind() == FieldKind.N0)) {
        return probe(admission, rows, unit, null, work.variants());
      }
      try {
        LoadedField field =
            new FieldReader(families.get(unit.family()), configuration, engine.backend()::collector)
                .read(unit.from(), unit.to(), unit.entries());
        return probeUnknown(admission, rows, unit, field, work.variants());
      } catch (FieldRefusedException e) {
        return refuse(admission, rows, unit, work.variants(), e);
      } catch (NonFiniteFieldException e) {
        return refuse(admission, rows, unit, work.variants(), notFinite(unit, e));
      }
    }
  }

  /** Relaxes what no field of the same content has been relaxed for. */
  private List<Row> probeUnknown(
      ExecutorEngine.Admission admission,
      FieldRows rows,
      Unit unit,
      LoadedField field,
      List<FieldVariant> variants) {
    List<Row> all = new ArrayList<>();
    List<FieldVariant> unknown = new ArrayList<>();
    for (FieldVariant variant : variants) {
      Row row = known.get(rows.measurementKey(variant, field));
      if (row == null) {
        unknown.add(variant);
      } else {
        all.add(rows.reused(variant, row));
      }
    }
    reused.accept(all.size());
    if (!unknown.isEmpty()) {
      all.addAll(probe(admission, rows, unit, field, unknown));
    }
    return all;
  }

  private List<Row> probe(
      ExecutorEngine.Admission admission,
      FieldRows rows,
      Unit unit,
      LoadedField field,
      List<FieldVariant> variants) {
    long started = System.nanoTime();
    Measured measured =
        admission.measure(
            field == null ? null : field.values(), unit.entries(), settings.probe(), variants);
    double seconds = (System.nanoTime() - started) * 1e-9 / variants.size();
    List<Row> all = new ArrayList<>();
    for (int i = 0; i < variants.size(); i++) {
      all.add(rows.measured(variants.get(i), i, measured, field, seconds));
    }
    return all;
  }

  /** Standard Gaussian nulls need no field, so they are measured even where it is refused. */
  private List<Row> refuse(
      ExecutorEngine.Admission admission,
      FieldRows rows,
      Unit unit,
      List<FieldVariant> variants,
      FieldRefusedException refusal) {
    List<FieldVariant> independent =
        variants.stream().filter(variant -> variant.kind() == FieldKind.N0).toList();
    List<Row> all = new ArrayList<>();
    if (!independent.isEmpty()) {
      all.addAll(probe(admission, rows, unit, null, independent));
    }
    for (FieldVariant variant : variants) {
      if (variant.kind() != FieldKind.N0) {
        all.add(rows.refused(variant, refusal));
      }
    }
    return all;
  }

  private static FieldRefusedException notFinite(Unit unit, NonFiniteFieldException e) {
    return new FieldRefusedException(
        "not_finite",
        String.format(
            Locale.ROOT,
            "%s: %s, in canonical order. Training diverged or the file is damaged; fetch it again"
                + " or leave the step out.",
            unit.to().get(0).path(),
            e.getMessage()),
        e);
  }
}
