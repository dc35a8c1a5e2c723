package org.gradienttransport.jobs.aggregate.scaling;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gradienttransport.jobs.conf.study.PublishedFit;
import org.gradienttransport.jobs.conf.study.Study;
import org.gradienttransport.jobs.conf.study.StudyFits;
import org.gradienttransport.schemas.rows.ScalingRun;

/**
 * Measured losses and what is to be fitted to them: a study's, or those of a family.
 *
 * @param name source of every row
 * @param published what others found in the same rows
 * @param rows of {@code scaling_run}, in the table's order, those that enter no fit among them
 * @param curves that other tables need the fits of ({@link StudyAggregation#curveFits})
 */
public record MeasuredStudy(
    String name,
    StudyFits fits,
    List<PublishedFit> published,
    List<ScalingRun> rows,
    List<LossCurve> curves) {
  public MeasuredStudy {
    published = List.copyOf(published);
    rows = List.copyOf(rows);
    curves = List.copyOf(curves);
  }

  /** Losses of which no other table needs anything. */
  public MeasuredStudy(
      String name, StudyFits fits, List<PublishedFit> published, List<ScalingRun> rows) {
    this(name, fits, published, rows, List.of());
  }

  /** The same losses, of which other tables need the fits of some curves. */
  public MeasuredStudy with(List<LossCurve> more) {
    return new MeasuredStudy(name, fits, published, rows, more);
  }

  /** A study's losses, as read. */
  public static MeasuredStudy of(Study study, List<ScalingRun> rows) {
    return new MeasuredStudy(study.name(), study.fits(), study.published(), rows);
  }

  /** The rows that may enter fits, by series. */
  Map<String, List<ScalingRun>> series() {
    return usable(rows);
  }

  /** Those of some rows that may enter fits, by series. */
  public static Map<String, List<ScalingRun>> usable(List<ScalingRun> rows) {
    return rows.stream()
        .filter(ScalingRun::usable)
        .collect(groupingBy(row -> row.key().series(), TreeMap::new, toList()));
  }
}
