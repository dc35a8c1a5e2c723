package org.gradienttransport.jobs.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import org.apache.commons.math3.stat.StatUtils;
import org.gradienttransport.schemas.rows.RobustnessChange;
import org.gradienttransport.schemas.vocabulary.IntervalMethod;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.schemas.vocabulary.RobustnessStatus;
import org.gradienttransport.udfs.resample.Interval;
import org.gradienttransport.udfs.resample.MovingBlockBootstrap;
import org.gradienttransport.udfs.robustness.PairedChange;
import org.gradienttransport.udfs.robustness.ProbeVariation;

/** Rows of robustness_change: each variation of each quantity beside the baseline. */
record RobustnessChanges(RobustnessSeries series) {

  /** One row for every variation asked for and every quantity. */
  static List<RobustnessChange> of(RobustnessSeries series) {
    RobustnessChanges changes = new RobustnessChanges(series);
    List<RobustnessChange> rows = new ArrayList<>();
    for (ProbeVariation variation : series.asked()) {
      series.quantities().forEach(quantity -> rows.add(changes.row(variation, quantity)));
    }
    return rows;
  }

  private RobustnessChange row(ProbeVariation variation, Quantity quantity) {
    NavigableMap<Long, Double> baseline = series.baseline(quantity);
    NavigableMap<Long, Double> varied = series.of(variation, quantity);
    List<Long> steps = RobustnessSeries.common(varied, baseline);
    if (steps.isEmpty()) {
      return row(variation, quantity, Optional.empty(), Optional.empty());
    }
    PairedChange change =
        PairedChange.of(
            String.join("/", series.name(), "robustness", series.kind().word(), quantity.word()),
            RobustnessSeries.at(varied, steps),
            RobustnessSeries.at(baseline, steps));
    return row(variation, quantity, Optional.of(change), sd(baseline));
  }

  /** Standard deviation over steps; empty below two steps or where all values are equal. */
  static Optional<Double> sd(NavigableMap<Long, Double> baseline) {
    double[] values = baseline.values().stream().mapToDouble(Double::doubleValue).toArray();
    double sd = values.length < 2 ? 0 : Math.sqrt(StatUtils.variance(values));
    return sd > 0 ? Optional.of(sd) : Optional.empty();
  }

  private RobustnessChange row(
      ProbeVariation variation,
      Quantity quantity,
      Optional<PairedChange> change,
      Optional<Double> sd) {
    Optional<Interval> interval = change.map(PairedChange::interval);
    return new RobustnessChange(
        series.name(),
        series.kind(),
        variation.factor(),
        variation.level(),
        quantity,
        change.map(PairedChange::mean).orElse(null),
        change.map(PairedChange::baselineMean).orElse(null),
        change.map(PairedChange::change).orElse(null),
        interval.map(Interval::low).orElse(null),
        interval.map(Interval::high).orElse(null),
        interval.isPresent() ? IntervalMethod.BLOCK_BOOTSTRAP : IntervalMethod.NONE,
        interval.map(any -> Interval.LEVEL).orElse(null),
        change.isEmpty() || sd.isEmpty() ? null : (Double) (change.get().change() / sd.get()),
        change.map(PairedChange::signKept).orElse(null),
        change.map(PairedChange::steps).orElse(0),
        status(quantity, change, interval),
        message(quantity, change, interval));
  }

  private RobustnessStatus status(
      Quantity quantity, Optional<PairedChange> change, Optional<Interval> interval) {
    if (change.isEmpty()) {
      return nullsMissing(quantity) ? RobustnessStatus.NO_NULL : RobustnessStatus.NO_VALUES;
    }
    return interval.isPresent() ? RobustnessStatus.OK : RobustnessStatus.FEW_STEPS;
  }

  private boolean nullsMissing(Quantity quantity) {
    return quantity == Quantity.Z_MINUS_Z_N0
        && series.baseline(quantity).isEmpty()
        && !series.baseline(Quantity.Z).isEmpty();
  }

  private String message(
      Quantity quantity, Optional<PairedChange> change, Optional<Interval> interval) {
    return switch (status(quantity, change, interval)) {
      case OK, NO_WINDOW -> null;
      case FEW_STEPS ->
          "An interval needs %s steps, and %s have a value under both probes."
              .formatted(MovingBlockBootstrap.MIN_STEPS, change.orElseThrow().steps());
      case NO_NULL -> "No N0 has an exponent at the chosen steps; measure nulls with --nulls 1.";
      case NO_VALUES ->
          "No chosen step has this quantity under both probes; robustness_fit says why.";
    };
  }
}
