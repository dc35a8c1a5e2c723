package org.gradienttransport.jobs.aggregate;

import static org.gradienttransport.jobs.aggregate.FamilyTables.TABLES;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.aggregate.FamilySeries.Name;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.performance.PerformanceExponents;
import org.gradienttransport.jobs.tables.MixedRows;
import org.gradienttransport.schemas.NullContrast;
import org.gradienttransport.schemas.Performance;
import org.gradienttransport.schemas.PerformanceAssociation;
import org.gradienttransport.schemas.PerformanceExponent;
import org.gradienttransport.schemas.WindowSummary;
import org.gradienttransport.udfs.window.StableWindow;

/** One family's whole course over training, and the rows it makes. */
final class FamilyCourse {
  private final Family family;
  private final List<Long> steps;
  private final NullObservations observations;
  private final StableWindow window;
  private final FamilySeries external = FamilySeries.empty();
  private final List<Row> performanceExponents = new ArrayList<>();

  private FamilyCourse(Family family, List<Long> steps, NullObservations observations) {
    this.family = family;
    this.steps = steps;
    this.observations = observations;
    this.window = Windows.of(family, observations.real()).orElse(null);
  }

  /**
   * Sorts what is known of a family, which arrives in any order.
   *
   * @param steps all of the family's steps, ascending
   * @param observed see {@link Observations}
   * @param performance rows of performance
   */
  static FamilyCourse of(
      Family family, List<Long> steps, Iterator<Row> observed, Iterator<Row> performance) {
    FamilyCourse course = new FamilyCourse(family, steps, NullObservations.of(observed));
    List<Row> metrics = new ArrayList<>();
    performance.forEachRemaining(metrics::add);
    course.addMetrics(metrics);
    return course;
  }

  /** The metric itself is not yet a logarithm here. */
  private void addMetrics(List<Row> metrics) {
    for (Row row : metrics) {
      if ("ok".equals(row.getAs(Performance.STATUS.name()))) {
        external.put(
            new Name(row.getAs(Performance.METRIC.name()), row.getAs(Performance.SCALE.name())),
            row.getAs(Performance.STEP.name()),
            row.getAs(Performance.VALUE.name()));
      }
    }
    for (PerformanceExponents.Fit fit : PerformanceExponents.of(family, metrics)) {
      performanceExponents.add(fit.row());
      if (fit.law().fitted()) {
        external.put(
            new Name(fit.symbol(), Observations.ALL_SCALES), fit.step(), fit.law().slope());
      }
    }
  }

  Iterator<Row> rows() {
    return Stream.of(
            MixedRows.of(TABLES, WindowSummary.TABLE, windowSummaries()),
            MixedRows.of(TABLES, NullContrast.TABLE, nullContrasts()),
            MixedRows.of(TABLES, PerformanceExponent.TABLE, performanceExponents),
            MixedRows.of(TABLES, PerformanceAssociation.TABLE, performanceAssociations()))
        .flatMap(rows -> rows)
        .iterator();
  }

  private List<Row> windowSummaries() {
    List<Row> rows = new ArrayList<>();
    observations.forEach(
        (of, series) ->
            rows.addAll(
                WindowSummaries.rows(family.name(), of.kind(), of.replicate(), series, window)));
    return rows;
  }

  private List<Row> nullContrasts() {
    return observations.isEmpty()
        ? List.of()
        : NullContrasts.rows(family, observations, window, steps);
  }

  private List<Row> performanceAssociations() {
    FamilySeries real = observations.real();
    return real.names().isEmpty() && external.names().isEmpty()
        ? List.of()
        : PerformanceAssociations.rows(family, real, external, window);
  }
}
