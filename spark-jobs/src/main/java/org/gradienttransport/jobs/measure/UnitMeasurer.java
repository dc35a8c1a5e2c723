package org.gradienttransport.jobs.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.input.FieldReader;
import org.gradienttransport.jobs.input.FieldRefusedException;
import org.gradienttransport.jobs.input.LoadedField;
import org.gradienttransport.jobs.plan.Unit;
import org.gradienttransport.jobs.plan.UnitWork;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.backend.Measured;
import org.gradienttransport.udfs.backend.NonFiniteFieldException;
import org.gradienttransport.udfs.backend.StageTimes;
import org.gradienttransport.udfs.backend.StageTimes.Stage;
import org.gradienttransport.udfs.probe.FieldVariant;

/**
 * Measures units on one executor: loads the field once, probes it and its nulls on the cached
 * graph, and turns every failure of an input into rows that say what is wrong.
 */
final class UnitMeasurer implements FieldAhead.Loader {
  private final MeasureSettings settings;
  private final Map<String, Family> families;
  private final Configuration configuration;
  private final ExecutorEngine engine;
  private final Map<String, Row> known;
  private final LongConsumer reused;

  /** Relaxations of the current unit that were made here. */
  private final List<FieldVariant> made = new ArrayList<>();

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

  @Override
  public LoadedUnit load(UnitWork work) throws InterruptedException {
    return load(work, engine.memory().admit(need(work)));
  }

  @Override
  public Optional<MemoryLedger.Place> tryAdmit(UnitWork work) {
    return engine.memory().tryAdmit(need(work));
  }

  private MemoryLedger.Need need(UnitWork work) {
    return ExecutorEngine.need(engine.backend(), work.unit().entries(), work.variants());
  }

  @Override
  public LoadedUnit load(UnitWork work, MemoryLedger.Place place) {
    if (work.variants().stream().allMatch(variant -> variant.kind() == FieldKind.N0)) {
      return new LoadedUnit(work, place, null, null, 0);
    }
    LoadedUnit loaded = null;
    try {
      loaded = engine.activity().during(1, () -> read(work, place));
      return loaded;
    } finally {
      if (loaded == null) {
        place.close();
      }
    }
  }

  private LoadedUnit read(UnitWork work, MemoryLedger.Place place) {
    long started = System.nanoTime();
    try {
      LoadedField field = read(work.unit());
      return new LoadedUnit(work, place, field, null, System.nanoTime() - started);
    } catch (FieldRefusedException e) {
      return new LoadedUnit(work, place, null, e, System.nanoTime() - started);
    }
  }

  private LoadedField read(Unit unit) throws FieldRefusedException {
    return new FieldReader(families.get(unit.family()), configuration, engine.backend()::collector)
        .read(unit.from(), unit.to(), unit.entries());
  }

  /**
   * One row per relaxation asked for; gives the unit's memory back.
   *
   * @param totals takes the time it took
   */
  List<Row> measure(LoadedUnit loaded, MeasureTotals totals) {
    try (loaded) {
      made.clear();
      StageTimes times = new StageTimes();
      times.add(Stage.READ, loaded.readNanos());
      List<Row> rows = times.during(() -> rows(loaded));
      add(loaded, times, totals);
      return rows;
    }
  }

  private void add(LoadedUnit loaded, StageTimes times, MeasureTotals totals) {
    Unit unit = loaded.work().unit();
    boolean read = loaded.field() != null || loaded.refusal() != null;
    long drawn = made.stream().filter(one -> one.kind() != FieldKind.REAL).count();
    totals
        .of(unit.entries())
        .add(times, read ? unit.inputBytes() : 0, unit.entries(), (int) drawn, made.size());
    totals.add(engine.activity().drain());
  }

  private List<Row> rows(LoadedUnit loaded) {
    Unit unit = loaded.work().unit();
    List<FieldVariant> variants = loaded.work().variants();
    FieldRows rows = new FieldRows(unit, settings);
    if (loaded.refusal() != null) {
      return refuse(rows, unit, variants, loaded.refusal());
    }
    if (loaded.field() == null) {
      return probe(rows, unit, null, variants);
    }
    try {
      return probeUnknown(rows, unit, loaded.field(), variants);
    } catch (NonFiniteFieldException e) {
      return refuse(rows, unit, variants, notFinite(unit, e));
    }
  }

  /** Relaxes what no field of the same content has been relaxed for. */
  private List<Row> probeUnknown(
      FieldRows rows, Unit unit, LoadedField field, List<FieldVariant> variants) {
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
      all.addAll(probe(rows, unit, field, unknown));
    }
    return all;
  }

  private List<Row> probe(
      FieldRows rows, Unit unit, LoadedField field, List<FieldVariant> variants) {
    long started = System.nanoTime();
    Measured measured =
        engine.measure(
            field == null ? null : field.values(), unit.entries(), settings.probe(), variants);
    double seconds = (System.nanoTime() - started) * 1e-9 / variants.size();
    made.addAll(variants);
    List<Row> all = new ArrayList<>();
    for (int i = 0; i < variants.size(); i++) {
      all.add(rows.measured(variants.get(i), i, measured, field, seconds));
    }
    return all;
  }

  /** Standard Gaussian nulls need no field, so they are measured even where it is refused. */
  private List<Row> refuse(
      FieldRows rows, Unit unit, List<FieldVariant> variants, FieldRefusedException refusal) {
    List<FieldVariant> independent =
        variants.stream().filter(variant -> variant.kind() == FieldKind.N0).toList();
    List<Row> all = new ArrayList<>();
    if (!independent.isEmpty()) {
      all.addAll(probe(rows, unit, null, independent));
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
