package org.gradienttransport.jobs.measure;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.observe.ExecutorMetrics;
import org.gradienttransport.jobs.plan.UnitWork;

/**
 * One Spark task: measures its units one after the other, as their rows are asked for, and reads
 * one ahead.
 */
final class MeasureTask implements FlatMapFunction<Iterator<List<UnitWork>>, Row> {
  private static final long serialVersionUID = 1L;

  private final MeasureSettings settings;
  private final Broadcast<Map<String, Family>> families;
  private final Broadcast<SerializableConfiguration> configuration;
  private final Broadcast<Map<String, Row>> known;
  private final Progress.Counters counters;

  MeasureTask(
      MeasureSettings settings,
      Broadcast<Map<String, Family>> families,
      Broadcast<SerializableConfiguration> configuration,
      Broadcast<Map<String, Row>> known,
      Progress.Counters counters) {
    this.settings = settings;
    this.families = families;
    this.configuration = configuration;
    this.known = known;
    this.counters = counters;
  }

  @Override
  public Iterator<Row> call(Iterator<List<UnitWork>> batches) {
    UnitMeasurer measurer =
        new UnitMeasurer(
            settings,
            families.value(),
            configuration.value().value(),
            known.value(),
            counters.reused()::add);
    FieldAhead units = new FieldAhead(new Flat(batches), measurer);
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) end -> units.close());
    return new Iterator<>() {
      private Iterator<Row> rows = Collections.emptyIterator();

      @Override
      public boolean hasNext() {
        while (!rows.hasNext() && units.hasNext()) {
          rows = measured(units, measurer).iterator();
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
    };
  }

  /** Measures a unit while the next one is read. */
  private List<Row> measured(FieldAhead units, UnitMeasurer measurer) {
    LoadedUnit loaded;
    try {
      loaded = units.next();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("the task was killed while it waited for memory");
    }
    units.start();
    List<Row> rows = measurer.measure(loaded, counters.totals());
    counters.count(loaded.work(), rows);
    ExecutorMetrics.measured(loaded.work().unit().inputBytes());
    return rows;
  }

  /** The units of all batches. */
  private static final class Flat implements Iterator<UnitWork> {
    private final Iterator<List<UnitWork>> batches;
    private Iterator<UnitWork> batch = Collections.emptyIterator();

    Flat(Iterator<List<UnitWork>> batches) {
      this.batches = batches;
    }

    @Override
    public boolean hasNext() {
      while (!batch.hasNext() && batches.hasNext()) {
        batch = batches.next().iterator();
      }
      return batch.hasNext();
    }

    @Override
    public UnitWork next() {
      if (!hasNext()) {
        throw new NoSuchElementException("this task has no more units");
      }
      return batch.next();
    }
  }
}
