package org.gradienttransport.jobs.aggregate.scaling;

import java.util.ArrayList;
import java.util.List;
import org.gradienttransport.schemas.Rows;

/**
 * Measured losses to the rows of every scaling table (METHOD-SCALING sections 2 to 5), in three
 * steps: the units of work that need nothing first, those that begin where the former ended, and
 * the rows that follow from the results of both. What cannot be said is a row with a status.
 */
public final class StudyAggregation {
  private final List<MeasuredStudy> studies;
  private final List<SeriesTask> series = new ArrayList<>();
  private final List<FitUnit> curves = new ArrayList<>();
  private final FitData data = new FitData();

  /** The aggregation of some studies. Equal rows of two studies are fitted once. */
  public StudyAggregation(List<MeasuredStudy> studies) {
    this.studies = List.copyOf(studies);
    for (MeasuredStudy study : studies) {
      study.series().forEach((name, rows) -> series.add(new SeriesTask(study, name, rows, data)));
      study.curves().forEach(curve -> CurveFits.unit(curve, data).ifPresent(curves::add));
    }
  }

  /** The rows that units are about. */
  public FitData data() {
    return data;
  }

  /**
   * Units of work that need nothing first: starts of fits, training curves, and replicates of
   * approaches 1 and 2. What other units wait for comes first.
   */
  public List<FitUnit> starts() {
    List<FitUnit> units = new ArrayList<>();
    series.forEach(one -> units.addAll(one.awaited()));
    series.forEach(one -> units.addAll(one.starts()));
    units.addAll(curves);
    return distinct(units);
  }

  /** Replicates of the fits whose starts are all known, while others are still worked on. */
  List<FitUnit> readyReplicates(FitResults known) {
    return distinct(series.stream().flatMap(one -> one.readyReplicates(known).stream()).toList());
  }

  /**
   * Replicates as far as they can be foreseen: a law whose starts are not all known has all of
   * them.
   *
   * @param known results of some units
   */
  public List<FitUnit> plannedReplicates(FitResults known) {
    return distinct(series.stream().flatMap(one -> one.plannedReplicates(known).stream()).toList());
  }

  /** The fits of the curves that the studies name for other tables. */
  public CurveFits curveFits(FitResults results) {
    return CurveFits.of(curves, results);
  }

  private static List<FitUnit> distinct(List<FitUnit> units) {
    return units.stream().distinct().toList();
  }

  /**
   * Adds the rows of all scaling tables to a run's.
   *
   * @param results of the units of both kinds
   */
  public void addTo(Rows.InMemory rows, FitResults results) {
    ScalingTables tables = new ScalingTables();
    studies.forEach(study -> tables.runs.addAll(study.rows()));
    series.forEach(one -> one.addTo(tables, results));
    tables.addTo(rows);
  }
}
