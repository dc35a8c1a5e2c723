package org.gradienttransport.jobs.measure;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.observe.ExecutorMetrics;
import org.gradienttransport.jobs.plan.UnitWork;

/** One Spark task: measures its units one after the other, as their rows are asked for. */
final class MeasureTask implements FlatMapFunction<Iterator<UnitWork>, Row> {
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
  public Iterator<Row> call(Iterator<UnitWork> units) {
    UnitMeasurer measurer =
        new UnitMeasurer(
            settings,
            families.value(),
            configuration.value().value(),
            known.value(),
            counters.reused()::add);
    return new Iterator<>() {
      private Iterator<Row> rows = Collections.emptyIterator();

      @Override
      public boolean hasNext() {
        while (!rows.hasNext() && units.hasNext()) {
          UnitWork work = units.next();
          List<Row> measured = measurer.measure(work);
          rows = measured.iterator();
          counters.count(work, measured);
          ExecutorMetrics.measured(work.unit().inputBytes());
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
}
