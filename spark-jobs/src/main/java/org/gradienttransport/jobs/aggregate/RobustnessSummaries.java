package org.gradienttransport.jobs.aggregate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import org.apache.commons.math3.stat.StatUtils;
import org.gradienttransport.schemas.rows.RobustnessChange;
import org.gradienttransport.schemas.rows.RobustnessSummary;
import org.gradienttransport.schemas.rows.RobustnessVariance;
import org.gradienttransport.schemas.vocabulary.ProbeFactor;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.schemas.vocabulary.RobustnessStatus;
import org.gradienttransport.udfs.robustness.ProbeVariation;
import org.gradienttransport.udfs.robustness.TwoWayLayout;

/** Rows of robustness_summary and robustness_variance. */
record RobustnessSummaries(RobustnessSeries series, List<RobustnessChange> changes) {

  /**
   * One row for each factor and quantity, then one for all factors together.
   *
   * @param changes rows of robustness_change of the series
   */
  static List<RobustnessSummary> of(RobustnessSeries series, List<RobustnessChange> changes) {
    RobustnessSummaries summaries = new RobustnessSummaries(series, changes);
    List<RobustnessSummary> rows = new ArrayList<>();
    for (ProbeFactor factor : ProbeFactor.values()) {
      if (factor == ProbeFactor.ALL
          || series.asked().stream().anyMatch(one -> one.factor() == factor)) {
        series.quantities().forEach(quantity -> rows.add(summaries.row(factor, quantity)));
      }
    }
    return rows;
  }

  private RobustnessSummary row(ProbeFactor factor, Quantity quantity) {
    List<RobustnessChange> asked =
        changes.stream()
            .filter(one -> one.quantity() == quantity)
            .filter(one -> factor == ProbeFactor.ALL || one.factor() == factor)
            .toList();
    List<RobustnessChange> known = asked.stream().filter(one -> one.change() != null).toList();
    NavigableMap<Long, Double> baseline = series.baseline(quantity);
    Optional<RobustnessChange> largest =
        known.stream().max(Comparator.comparingDouble(one -> Math.abs(one.change())));
    DoubleSummaryStatistics means =
        known.stream().mapToDouble(RobustnessChange::mean).summaryStatistics();
    return new RobustnessSummary(
        series.name(),
        series.kind(),
        factor,
        quantity,
        baseline.isEmpty() ? null : (Double) mean(baseline),
        RobustnessChanges.sd(baseline).orElse(null),
        known.isEmpty()
            ? null
            : (Double) StatUtils.mean(known.stream().mapToDouble(RobustnessChange::mean).toArray()),
        known.isEmpty() ? null : (Double) means.getMin(),
        known.isEmpty() ? null : (Double) means.getMax(),
        largest.map(RobustnessChange::change).orElse(null),
        largest.map(RobustnessChange::changeInSd).orElse(null),
        largest.map(one -> one.factor().word() + "=" + one.level()).orElse(null),
        known.isEmpty()
            ? null
            : (Double)
                ((double) known.stream().filter(RobustnessChange::signKept).count() / known.size()),
        known.size(),
        asked.size(),
        baseline.size(),
        status(asked, known),
        message(asked, known));
  }

  private static double mean(NavigableMap<Long, Double> values) {
    return StatUtils.mean(values.values().stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static RobustnessStatus status(
      List<RobustnessChange> asked, List<RobustnessChange> known) {
    if (known.isEmpty()) {
      return asked.stream()
          .map(RobustnessChange::status)
          .findFirst()
          .orElse(RobustnessStatus.NO_VALUES);
    }
    return known.stream().allMatch(one -> one.status() == RobustnessStatus.OK)
        ? RobustnessStatus.OK
        : RobustnessStatus.FEW_STEPS;
  }

  private static String message(List<RobustnessChange> asked, List<RobustnessChange> known) {
    if (known.isEmpty()) {
      return asked.stream().map(RobustnessChange::message).findFirst().orElse(null);
    }
    return status(asked, known) == RobustnessStatus.OK
        ? null
        : "There are too few steps for intervals of every change; robustness_change has them.";
  }

  /** Rows that say that no step could be chosen, for want of a stable window. */
  static List<RobustnessSummary> withoutWindow(RobustnessSeries series) {
    return series.quantities().stream()
        .map(
            quantity ->
                new RobustnessSummary(
                    series.name(),
                    series.kind(),
                    ProbeFactor.ALL,
                    quantity,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    0,
                    series.asked().size(),
                    0,
                    RobustnessStatus.NO_WINDOW,
                    "The family has no stable window to spread steps over; give 'window' bounds in"
                        + " its file, or 'steps' among its variations."))
        .toList();
  }

  /** The variance of z over steps and graph seeds; none where no seed was varied. */
  static Optional<RobustnessVariance> variance(RobustnessSeries series) {
    List<NavigableMap<Long, Double>> seeds = new ArrayList<>();
    seeds.add(series.baseline(Quantity.Z));
    for (ProbeVariation one : series.asked()) {
      NavigableMap<Long, Double> values = series.of(one, Quantity.Z);
      if (one.factor() == ProbeFactor.GRAPH_SEED && !values.isEmpty()) {
        seeds.add(values);
      }
    }
    if (series.asked().stream().noneMatch(one -> one.factor() == ProbeFactor.GRAPH_SEED)) {
      return Optional.empty();
    }
    List<Long> steps = RobustnessSeries.common(seeds);
    Optional<TwoWayLayout> split =
        seeds.size() < 2 || steps.size() < 2
            ? Optional.empty()
            : Optional.of(TwoWayLayout.of(layout(steps, seeds)));
    return Optional.of(variance(series, split, steps.size(), seeds.size()));
  }

  private static double[][] layout(List<Long> steps, List<NavigableMap<Long, Double>> seeds) {
    return steps.stream()
        .map(step -> seeds.stream().mapToDouble(values -> values.get(step)).toArray())
        .toArray(double[][]::new);
  }

  private static RobustnessVariance variance(
      RobustnessSeries series, Optional<TwoWayLayout> split, int steps, int seeds) {
    Optional<Double> step = split.map(of -> Math.max(0, of.rowVariance()));
    Optional<Double> graph = split.map(of -> Math.max(0, of.columnVariance()));
    double sum =
        split.map(of -> of.residualMeanSquare()).orElse(0.0) + step.orElse(0.0) + graph.orElse(0.0);
    return new RobustnessVariance(
        series.name(),
        series.kind(),
        Quantity.Z,
        split.map(TwoWayLayout::rowMeanSquare).orElse(null),
        split.map(TwoWayLayout::columnMeanSquare).orElse(null),
        split.map(TwoWayLayout::residualMeanSquare).orElse(null),
        step.orElse(null),
        graph.orElse(null),
        split.map(of -> of.rowVariance() < 0).orElse(null),
        split.map(of -> of.columnVariance() < 0).orElse(null),
        sum > 0 ? (Double) (graph.orElse(0.0) / sum) : null,
        sum > 0 ? (Double) (step.orElse(0.0) / sum) : null,
        steps,
        seeds,
        split.isPresent() ? RobustnessStatus.OK : RobustnessStatus.NO_VALUES,
        split.isPresent()
            ? null
            : "Two steps at least must have z under two graph seeds at least; here %s steps have it under all of %s seeds."
                .formatted(steps, seeds));
  }
}
