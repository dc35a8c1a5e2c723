package org.gradienttransport.jobs.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gradienttransport.jobs.aggregate.FamilySeries.Name;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.Scale;
import org.gradienttransport.schemas.rows.NullContrast;
import org.gradienttransport.schemas.vocabulary.ContrastStatus;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.schemas.vocabulary.IntervalMethod;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.schemas.vocabulary.WindowName;
import org.gradienttransport.udfs.contrast.ContrastEstimate;
import org.gradienttransport.udfs.contrast.NullReplicates;
import org.gradienttransport.udfs.contrast.QuantityContrasts;
import org.gradienttransport.udfs.resample.Interval;
import org.gradienttransport.udfs.window.StableWindow;
import org.gradienttransport.udfs.window.WindowThird;

/** Rows of null_contrast for one family (METHOD section 4): every step, then every window. */
final class NullContrasts {
  private static final List<Quantity> QUANTITIES =
      List.of(Quantity.D, Quantity.Z, Quantity.DELTA, Quantity.V_REL);

  private final Family family;
  private final Optional<StableWindow> window;
  private final List<Long> steps;
  private final List<NullContrast> rows = new ArrayList<>();

  private NullContrasts(Family family, Optional<StableWindow> window, List<Long> steps) {
    this.family = family;
    this.window = window;
    this.steps = steps;
  }

  /**
   * Contrasts everything.
   *
   * @param steps all of the family's steps, ascending: each gets its rows, with a status where
   *     values are missing
   */
  static List<NullContrast> of(
      Family family, Observations observations, Optional<StableWindow> window, List<Long> steps) {
    if (observations.byRealisation().isEmpty()) {
      return List.of();
    }
    NullContrasts contrasts = new NullContrasts(family, window, steps);
    List<String> scales = family.scales().stream().map(Scale::name).toList();
    List<Name> names = new ArrayList<>();
    QUANTITIES.forEach(quantity -> names.add(Name.whole(quantity)));
    scales.forEach(scale -> names.add(new Name(Quantity.V_REL, scale)));
    for (Name name : names) {
      contrasts.add(name, new ContrastSeries(observations, name, scales));
    }
    return contrasts.rows;
  }

  private void add(Name name, ContrastSeries series) {
    Optional<NullReplicates> all = series.isEmpty() ? Optional.empty() : Optional.of(series.all());
    for (long step : steps) {
      Span span = new Span(WindowName.STEP, step, step);
      rows.add(
          series.has(step)
              ? contrast(
                  span,
                  name,
                  QuantityContrasts.at(all.orElseThrow(), step),
                  series,
                  new long[] {step})
              : refused(span, name, series, ContrastStatus.INCOMPLETE, incomplete(series, step)));
    }
    addWindow(WindowName.FULL, all, name, series);
    Optional<NullReplicates> stable =
        all.flatMap(part -> window.map(found -> part.between(found.from(), found.to())));
    addWindow(WindowName.STABLE, stable, name, series);
    for (WindowThird third : WindowThird.values()) {
      addWindow(third.window(), stable.map(part -> part.third(third)), name, series);
    }
  }

  private void addWindow(
      WindowName scope, Optional<NullReplicates> part, Name name, ContrastSeries series) {
    long[] covered = part.map(NullReplicates::steps).orElse(new long[0]);
    if (covered.length == 0) {
      boolean noWindow = scope != WindowName.FULL && window.isEmpty();
      Span span =
          new Span(
              scope,
              window.map(StableWindow::from).orElse(steps.get(0)),
              window.map(StableWindow::to).orElse(steps.get(steps.size() - 1)));
      rows.add(
          refused(
              span,
              name,
              series,
              noWindow ? ContrastStatus.NO_WINDOW : ContrastStatus.INCOMPLETE,
              noWindow
                  ? "The family has no stable window; give 'window' bounds in its file."
                  : "No step of this span has the real field and both nulls."));
      return;
    }
    String identifier =
        String.join(
            "/",
            family.name(),
            "null_contrast",
            scope.word(),
            name.quantity().word(),
            name.scale());
    rows.add(
        contrast(
            new Span(scope, covered[0], covered[covered.length - 1]),
            name,
            QuantityContrasts.over(part.orElseThrow(), identifier),
            series,
            covered));
  }

  /** What a row speaks of; both steps inclusive. */
  private record Span(WindowName scope, long from, long to) {}

  private NullContrast refused(
      Span span, Name name, ContrastSeries series, ContrastStatus status, String message) {
    return new NullContrast(
        family.name(),
        span.scope(),
        span.from(),
        span.to(),
        name.quantity(),
        name.scale(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        IntervalMethod.NONE,
        null,
        null,
        null,
        null,
        series.replicates(),
        0,
        status,
        message);
  }

  private static String incomplete(ContrastSeries series, long step) {
    return series.replicates() == 0
        ? "No null was measured; measure them with --nulls 1 or more."
        : "No value at this step for: " + String.join(", ", series.lacking(step)) + ".";
  }

  private NullContrast contrast(
      Span span, Name name, QuantityContrasts contrast, ContrastSeries series, long[] steps) {
    ContrastEstimate total = contrast.total();
    ContrastEstimate dist = contrast.dist();
    ContrastEstimate assign = contrast.assign();
    return new NullContrast(
        family.name(),
        span.scope(),
        span.from(),
        span.to(),
        name.quantity(),
        name.scale(),
        series.mean(FieldKind.REAL, steps),
        series.mean(FieldKind.N0, steps),
        series.mean(FieldKind.N2, steps),
        total.mean(),
        total.sd(),
        low(total),
        high(total),
        dist.mean(),
        dist.sd(),
        low(dist),
        high(dist),
        assign.mean(),
        assign.sd(),
        low(assign),
        high(assign),
        total.method(),
        total.method() == IntervalMethod.NONE ? null : (Double) Interval.LEVEL,
        contrast.distShare(),
        contrast.assignShare(),
        contrast.sumRuleResidual(),
        series.replicates(),
        contrast.steps(),
        ContrastStatus.OK,
        null);
  }

  private static Double low(ContrastEstimate estimate) {
    return estimate.interval() == null ? null : (Double) estimate.interval().low();
  }

  private static Double high(ContrastEstimate estimate) {
    return estimate.interval() == null ? null : (Double) estimate.interval().high();
  }
}
