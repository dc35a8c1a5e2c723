package org.gradienttransport.jobs.measure;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.observe.ExecutorMetrics;
import org.gradienttransport.jobs.plan.ProbeWork;
import org.gradienttransport.jobs.plan.UnitWork;
import org.gradienttransport.jobs.plan.store.SparkStore;
import org.gradienttransport.jobs.plan.store.StoredMeasurement;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.spark.SparkRows;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.schemas.vocabulary.FieldStatus;
import org.gradienttransport.udfs.backend.StageTimes;
import org.gradienttransport.udfs.backend.StageTimes.Stage;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.MethodVersion;

/**
 * One Spark task: takes its units one after the other, as their rows are asked for, through loading
 * the field, relaxing it and making rows of it. While one unit is relaxed, the next is read.
 */
final class MeasureTask implements FlatMapFunction<Iterator<UnitWork>, Row> {
  private static final long serialVersionUID = 1L;

  /**
   * What all tasks of a measuring need.
   *
   * @param families by name
   * @param configuration for the Hadoop file systems
   * @param forecast that progress is counted in
   */
  record Setup(
      MeasureSettings settings,
      Map<String, Family> families,
      SerializableConfiguration configuration,
      Forecast forecast)
      implements Serializable {}

  private final Broadcast<Setup> setup;
  private final Broadcast<Map<String, Row>> known;
  private final TotalsAccumulator totals;

  /**
   * @param known stored rows that fields of the same content take over, by measurement key
   */
  MeasureTask(Broadcast<Setup> setup, Broadcast<Map<String, Row>> known, TotalsAccumulator totals) {
    this.setup = setup;
    this.known = known;
    this.totals = totals;
  }

  @Override
  public Iterator<Row> call(Iterator<UnitWork> units) {
    return new Walk(units);
  }

  /** The units of one task, each walked once. */
  private final class Walk implements Iterator<Row> {
    private final MeasureSettings settings = setup.value().settings();
    private final ExecutorEngine engine = ExecutorEngine.of(settings);
    private final FieldRelaxer relaxer = new FieldRelaxer(engine, this::ofSameContent);
    private final FieldAhead units;
    private Iterator<Row> rows = Collections.emptyIterator();

    Walk(Iterator<UnitWork> work) {
      FieldLoader loader =
          new FieldLoader(
              engine,
              setup.value().families(),
              setup.value().configuration().value(),
              one -> new UnitProgress(one, setup.value().forecast(), totals::add));
      units = new FieldAhead(work, loader);
      TaskContext.get().addTaskCompletionListener((TaskCompletionListener) end -> units.close());
    }

    private Optional<FieldTransport> ofSameContent(String measurementKey) {
      return Optional.ofNullable(known.value().get(measurementKey))
          .map(row -> SparkRows.fromSpark(FieldTransport.ROWS, row));
    }

    @Override
    public boolean hasNext() {
      while (!rows.hasNext() && units.hasNext()) {
        rows = measure(nextUnit()).iterator();
      }
      return rows.hasNext();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException("all units of this task are measured");
      }
      return rows.next();
    }

    private LoadedUnit nextUnit() {
      try {
        LoadedUnit unit = units.next();
        units.start();
        return unit;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("the task was killed while it waited for memory");
      }
    }

    private List<Row> measure(LoadedUnit unit) {
      try (unit) {
        StageTimes times = new StageTimes(unit.progress()::done);
        times.add(Stage.READ, unit.readNanos());
        Tally tally = new Tally();
        List<Row> made = new ArrayList<>();
        List<ProbeWork> probes = unit.work().probes();
        for (int i = 0; i < probes.size(); i++) {
          made.addAll(measure(unit, probes.get(i), i == probes.size() - 1, times, tally));
        }
        count(unit, times, tally);
        return made;
      }
    }

    private List<Row> measure(
        LoadedUnit unit, ProbeWork probe, boolean last, StageTimes times, Tally tally) {
      FieldRows fieldRows =
          new FieldRows(unit.work().unit(), MethodVersion.canonical(probe.parameters()));
      List<Row> made = new ArrayList<>();
      times
          .during(() -> relaxer.relax(unit, probe, last, fieldRows))
          .forEach(
              (variant, result) -> {
                FieldTransport row = fieldRows.row(variant, result, unit.result());
                made.add(
                    SparkStore.row(
                        fieldRows.lookupKey(variant),
                        row,
                        probe.parameters().equals(settings.probe())
                            ? tensors(variant, row, unit.result())
                            : null));
                tally.add(variant, result, row.status());
              });
      return made;
    }

    /** The tensors of a real field that became numbers, else null. */
    private static StoredMeasurement.Tensors tensors(
        FieldVariant variant, FieldTransport row, LoadResult result) {
      return variant.kind() == FieldKind.REAL
              && !row.status().refused()
              && result instanceof LoadResult.Loaded loaded
          ? StoredMeasurement.Tensors.of(loaded.field())
          : null;
    }

    private void count(LoadedUnit unit, StageTimes times, Tally tally) {
      boolean read = !(unit.result() instanceof LoadResult.NotNeeded);
      unit.progress().end();
      totals.add(
          new Totals()
              .unit(
                  unit.work().unit().entries(),
                  tally.status,
                  StageWork.of(unit.work(), read, tally.drawn, tally.relaxed).took(times))
              .reused(tally.takenOver)
              .busy(engine.activity().drain()));
      ExecutorMetrics.measured(read ? unit.work().unit().inputBytes() : 0);
    }
  }

  /** What became of a unit's relaxations. */
  private static final class Tally {
    private FieldStatus status;
    private boolean real;
    private long relaxed;
    private long drawn;
    private long takenOver;

    void add(FieldVariant variant, RelaxResult result, FieldStatus of) {
      // Gaussian nulls are sound even where the field is refused.
      status = real ? status : of;
      real |= variant.kind() == FieldKind.REAL;
      if (result instanceof RelaxResult.NewCascade) {
        relaxed++;
        drawn += variant.kind() == FieldKind.REAL ? 0 : 1;
      } else if (result instanceof RelaxResult.KnownCascade) {
        takenOver++;
      }
    }
  }
}
