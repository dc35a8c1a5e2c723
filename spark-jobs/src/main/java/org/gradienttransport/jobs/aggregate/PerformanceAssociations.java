package org.gradienttransport.jobs.aggregate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gradienttransport.jobs.aggregate.FamilySeries.Name;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.Scale;
import org.gradienttransport.schemas.rows.AssociationResult;
import org.gradienttransport.schemas.rows.LossExponentStep;
import org.gradienttransport.schemas.rows.Performance;
import org.gradienttransport.schemas.rows.PerformanceAssociation;
import org.gradienttransport.schemas.rows.PerformanceExponent;
import org.gradienttransport.schemas.rows.ScalingAssociation;
import org.gradienttransport.schemas.rows.TimeExponentStep;
import org.gradienttransport.schemas.vocabulary.AssociationLevel;
import org.gradienttransport.schemas.vocabulary.AssociationStatus;
import org.gradienttransport.schemas.vocabulary.EvaluationStatus;
import org.gradienttransport.schemas.vocabulary.FitStatus;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.schemas.vocabulary.WindowName;
import org.gradienttransport.schemas.vocabulary.Word;
import org.gradienttransport.udfs.association.Association;
import org.gradienttransport.udfs.association.Correlation;
import org.gradienttransport.udfs.association.JoinedSeries;
import org.gradienttransport.udfs.association.LearningRateSchedule;
import org.gradienttransport.udfs.resample.Interval;
import org.gradienttransport.udfs.window.StableWindow;
import org.gradienttransport.udfs.window.StepSeries;
import org.gradienttransport.udfs.window.WindowThird;

/**
 * Rows of performance_association for one family (METHOD section 6): within each scale the log
 * metric, and over the scales the metric's exponent, with v_rel and n_steps/N; and the metric's
 * exponent with D, z and delta.
 */
final class PerformanceAssociations {
  private static final List<Quantity> CHANNELS =
      List.of(Quantity.V_REL, Quantity.NORMALIZED_DURATION);
  private static final List<Quantity> EXPONENTS = List.of(Quantity.D, Quantity.Z, Quantity.DELTA);

  private static final String ALPHA_N = "alpha_n";
  private static final String GAMMA_LOCAL = "gamma_local";

  private final Family family;
  private final Optional<StableWindow> window;
  private final List<PerformanceAssociation> rows = new ArrayList<>();

  private PerformanceAssociations(Family family, Optional<StableWindow> window) {
    this.family = family;
    this.window = window;
  }

  /** What is correlated with what. */
  private record Pair(AssociationLevel level, String scale, Quantity x, String y) {}

  /**
   * The exponents of the loss with transport (METHOD-SCALING section 6): alpha_n with D, z and
   * delta, and the local exponent in time of each scale with v_rel and n_steps/N of that scale.
   *
   * @param measured quantities of the real fields
   */
  static List<ScalingAssociation> ofLosses(
      Family family,
      FamilySeries measured,
      List<LossExponentStep> exponents,
      List<TimeExponentStep> local,
      Optional<StableWindow> window) {
    PerformanceAssociations all = new PerformanceAssociations(family, window);
    Map<Long, Double> alphaN = new TreeMap<>();
    exponents.stream()
        .filter(row -> row.alphaN() != null)
        .forEach(row -> alphaN.put(row.step(), row.alphaN()));
    for (Quantity symbol : EXPONENTS) {
      all.add(
          new Pair(AssociationLevel.EXPONENT, Word.ALL, symbol, ALPHA_N),
          measured.get(Name.whole(symbol)),
          FamilySeries.series(alphaN));
    }
    for (Scale scale : family.scales()) {
      Map<Long, Double> gamma = new TreeMap<>();
      local.stream()
          .filter(row -> row.scale().equals(scale.name()) && row.gammaLocal() != null)
          .forEach(row -> gamma.put(row.step(), row.gammaLocal()));
      for (Quantity channel : CHANNELS) {
        all.add(
            new Pair(AssociationLevel.CHANNEL, scale.name(), channel, GAMMA_LOCAL),
            measured.get(new Name(channel, scale.name())),
            FamilySeries.series(gamma));
      }
    }
    return all.rows.stream().map(PerformanceAssociations::ofLoss).toList();
  }

  private static ScalingAssociation ofLoss(PerformanceAssociation row) {
    return new ScalingAssociation(
        row.family(),
        row.scope(),
        row.level(),
        row.scale(),
        row.x(),
        row.y(),
        row.joinRule(),
        row.n(),
        row.matched(),
        row.unmatchedX(),
        row.unmatchedY(),
        row.result());
  }

  /**
   * Correlates everything; nothing when the family describes no external performance, or when
   * neither side has a value.
   *
   * @param measured quantities of the real fields
   * @param performance the metric itself, which is not yet a logarithm here
   * @param exponents of the metric
   */
  static List<PerformanceAssociation> of(
      Family family,
      FamilySeries measured,
      List<Performance> performance,
      List<PerformanceExponent> exponents,
      Optional<StableWindow> window) {
    Map<String, Map<Long, Double>> values = new TreeMap<>();
    performance.stream()
        .filter(row -> row.status() == EvaluationStatus.OK)
        .forEach(
            row ->
                values
                    .computeIfAbsent(row.scale(), scale -> new TreeMap<>())
                    .put(row.step(), row.value()));
    if (family.performance().isEmpty() || (measured.names().isEmpty() && values.isEmpty())) {
      return List.of();
    }
    Map<Long, Double> slopes = new TreeMap<>();
    exponents.stream()
        .filter(fit -> fit.status() == FitStatus.OK)
        .forEach(fit -> slopes.put(fit.step(), fit.exponent()));
    PerformanceAssociations all = new PerformanceAssociations(family, window);
    all.addAll(measured, values, FamilySeries.series(slopes));
    return all.rows;
  }

  private void addAll(
      FamilySeries measured, Map<String, Map<Long, Double>> values, StepSeries exponent) {
    ExternalMetric metric = ExternalMetric.of(family.performance().orElseThrow());
    List<String> scales = family.scales().stream().map(Scale::name).toList();
    for (Quantity channel : CHANNELS) {
      add(
          new Pair(AssociationLevel.CHANNEL, Word.ALL, channel, metric.symbol()),
          FamilySeries.series(measured.meanOver(channel, scales)),
          exponent);
      for (Scale scale : family.scales()) {
        if (family.performance().orElseThrow().source().covers(scale)) {
          add(
              new Pair(AssociationLevel.CHANNEL, scale.name(), channel, metric.logName()),
              measured.get(new Name(channel, scale.name())),
              logs(values.getOrDefault(scale.name(), Map.of()), metric));
        }
      }
    }
    for (Quantity symbol : EXPONENTS) {
      add(
          new Pair(AssociationLevel.EXPONENT, Word.ALL, symbol, metric.symbol()),
          measured.get(Name.whole(symbol)),
          exponent);
    }
  }

  private static StepSeries logs(Map<Long, Double> values, ExternalMetric metric) {
    StepSeries series = FamilySeries.series(values);
    return StepSeries.of(series.steps(), Arrays.stream(series.values()).map(metric::log).toArray());
  }

  private void add(Pair pair, StepSeries x, StepSeries y) {
    rows.add(row(WindowName.FULL, pair, JoinedSeries.exact(x, y)));
    if (window.isEmpty()) {
      return;
    }
    JoinedSeries stable = between(x, y, window.get().from(), window.get().to());
    rows.add(row(WindowName.STABLE, pair, stable));
    long[] matched = stable.steps();
    for (WindowThird third : WindowThird.values()) {
      int first = third.first(matched.length);
      int end = third.end(matched.length);
      if (first < end) {
        rows.add(row(third.window(), pair, between(x, y, matched[first], matched[end - 1])));
      }
    }
  }

  private static JoinedSeries between(StepSeries x, StepSeries y, long from, long to) {
    return JoinedSeries.exact(x.between(from, to), y.between(from, to));
  }

  private PerformanceAssociation row(WindowName scope, Pair pair, JoinedSeries joined) {
    String identifier =
        String.join(
            "/",
            family.name(),
            "association",
            scope.word(),
            pair.scale(),
            pair.x().word(),
            pair.y());
    Association found = Association.of(joined, schedule(joined.steps()), identifier);
    return new PerformanceAssociation(
        family.name(),
        scope,
        pair.level(),
        pair.scale(),
        pair.x().word(),
        pair.y(),
        "exact",
        found.pearson().n(),
        joined.matched(),
        boxed(joined.onlyX()),
        boxed(joined.onlyY()),
        result(found));
  }

  private static AssociationResult result(Association found) {
    Optional<Correlation> partial = Optional.ofNullable(found.partial());
    Optional<Interval> interval = Optional.ofNullable(found.interval());
    AssociationStatus status = status(found.pearson());
    return new AssociationResult(
        found.pearson().r(),
        found.pearson().p(),
        found.spearman().r(),
        found.spearman().p(),
        partial.map(Correlation::r).orElse(null),
        partial.map(Correlation::p).orElse(null),
        found.firstDifferences().r(),
        found.firstDifferences().p(),
        interval.map(Interval::low).orElse(null),
        interval.map(Interval::high).orElse(null),
        interval.isPresent() ? (Double) Interval.LEVEL : null,
        interval.isPresent() ? found.blockLength() : null,
        found.effectivePairs(),
        status,
        message(status));
  }

  private static AssociationStatus status(Correlation pearson) {
    if (pearson.r() != null) {
      return AssociationStatus.OK;
    }
    return pearson.n() < 3 ? AssociationStatus.TOO_FEW_PAIRS : AssociationStatus.NO_VARIATION;
  }

  private static String message(AssociationStatus status) {
    return switch (status) {
      case OK -> null;
      case TOO_FEW_PAIRS ->
          "A correlation needs three steps that both series have; unmatched_x and unmatched_y list"
              + " the others.";
      case NO_VARIATION -> "One of the two series has the same value at every matched step.";
    };
  }

  /**
   * The learning rate at some steps, null where the family has none. Its course is the same at
   * every scale, so its share of the peak serves for all.
   */
  private LearningRateSchedule schedule(long[] steps) {
    if (steps.length == 0 || family.schedule().relativeRate(steps[0]).isEmpty()) {
      return null;
    }
    double[] rates =
        Arrays.stream(steps)
            .mapToDouble(step -> family.schedule().relativeRate(step).orElseThrow())
            .toArray();
    return LearningRateSchedule.table(StepSeries.of(steps, rates));
  }

  private static List<Long> boxed(long[] steps) {
    return Arrays.stream(steps).boxed().toList();
  }
}
