package org.gradienttransport.jobs.aggregate.pooled;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.Grid;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.PooledExponent;
import org.gradienttransport.schemas.rows.Realisation;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.schemas.vocabulary.FieldStatus;
import org.gradienttransport.schemas.vocabulary.PooledQuantity;
import org.gradienttransport.schemas.vocabulary.PooledStatus;
import org.gradienttransport.schemas.vocabulary.WindowName;
import org.gradienttransport.udfs.fit.LogLogFit;
import org.gradienttransport.udfs.pooled.StepEffectRows;
import org.gradienttransport.udfs.window.StableWindow;

/** The regressions of one family, and the rows of those that there can be none of. */
final class PooledPlan {
  /** Steps with effects of their own; MLlib's exact solver takes 4,096 coefficients. */
  static final int MOST_STEPS = 1_000;

  /** Spread of log N below which rounding would decide a slope. */
  private static final double LEAST_SPREAD = 1e-6;

  private final Family family;
  private final TreeMap<Realisation, TreeMap<Long, List<FieldTransport>>> usable = new TreeMap<>();
  private final List<PooledRegression> regressions = new ArrayList<>();
  private final List<PooledExponent> refused = new ArrayList<>();

  private PooledPlan(Family family) {
    this.family = family;
  }

  /**
   * Plans the regressions over all steps and over the stable window.
   *
   * @param fields rows of field_transport of the family, in the table's order
   */
  static PooledPlan of(Family family, List<FieldTransport> fields, Optional<StableWindow> window) {
    PooledPlan plan = new PooledPlan(family);
    fields.forEach(plan::add);
    plan.usable.values().forEach(plan::keepFitted);
    for (Realisation realisation : plan.usable.keySet()) {
      plan.exponents(WindowName.FULL, realisation, Long.MIN_VALUE, Long.MAX_VALUE);
      window.ifPresentOrElse(
          found -> plan.exponents(WindowName.STABLE, realisation, found.from(), found.to()),
          () -> plan.noWindow(realisation));
    }
    return plan;
  }

  List<PooledRegression> regressions() {
    return regressions;
  }

  List<PooledExponent> refused() {
    return refused;
  }

  private void add(FieldTransport field) {
    TreeMap<Long, List<FieldTransport>> steps =
        usable.computeIfAbsent(field.key().realisation(), none -> new TreeMap<>());
    if (field.status() == FieldStatus.OK) {
      steps.computeIfAbsent(field.key().step(), none -> new ArrayList<>()).add(field);
    }
  }

  /** Keeps the steps that have a fit of their own (METHOD section 2), each by ascending N. */
  private void keepFitted(Map<Long, List<FieldTransport>> steps) {
    steps
        .values()
        .removeIf(
            at ->
                at.stream().map(FieldTransport::n).distinct().count() < LogLogFit.MIN_SCALES
                    || (family.grid() == Grid.STRICT && at.size() < family.scales().size()));
    Comparator<FieldTransport> bySize =
        Comparator.comparing(FieldTransport::n).thenComparing(field -> field.key().scale());
    steps.values().forEach(at -> at.sort(bySize));
  }

  private static List<PooledQuantity> quantities(Realisation realisation) {
    return realisation.isReal()
        ? List.of(PooledQuantity.values())
        : List.of(PooledQuantity.D, PooledQuantity.Z);
  }

  private void noWindow(Realisation realisation) {
    for (PooledQuantity quantity : quantities(realisation)) {
      refused.add(
          key(WindowName.STABLE, realisation, quantity)
              .without(
                  PooledStatus.NO_WINDOW,
                  "The family has no stable window; give 'window' bounds in its file."));
    }
  }

  private PooledRegression.Key key(
      WindowName window, Realisation realisation, PooledQuantity quantity) {
    return new PooledRegression.Key(family.name(), window, realisation, quantity);
  }

  private void exponents(WindowName window, Realisation realisation, long from, long to) {
    for (PooledQuantity quantity : quantities(realisation)) {
      List<Realisation> together = new ArrayList<>(List.of(realisation));
      PooledRegression.Key key = key(window, realisation, quantity);
      if (quantity == PooledQuantity.Z_EXCESS) {
        usable.keySet().stream()
            .filter(of -> of.fieldKind() == FieldKind.N0)
            .forEach(together::add);
        if (together.size() == 1) {
          refused.add(
              key.without(
                  PooledStatus.NO_NULL,
                  "No null was measured; measure them with --nulls 1 or more."));
          continue;
        }
      }
      plan(key, together, steps(together, from, to));
    }
  }

  /** The steps at which all realisations have a fit. */
  private SortedSet<Long> steps(List<Realisation> together, long from, long to) {
    TreeSet<Long> steps = new TreeSet<>(usable.get(together.get(0)).keySet());
    together.forEach(of -> steps.retainAll(usable.get(of).keySet()));
    return steps.subSet(from, true, to, true);
  }

  private void plan(PooledRegression.Key key, List<Realisation> together, SortedSet<Long> steps) {
    if (steps.isEmpty()) {
      refused.add(nothingToFit(key));
    } else if (steps.size() > MOST_STEPS) {
      refused.add(
          key.without(
              PooledStatus.TOO_MANY_STEPS,
              "%,d steps have a fit here, and one regression is given effects for %,d; give narrower 'window' bounds or fewer steps."
                  .formatted(steps.size(), MOST_STEPS)));
    } else {
      PooledRegression regression = regression(key, together, steps);
      if (spread(regression.data()) < LEAST_SPREAD) {
        refused.add(singular(key));
      } else {
        regressions.add(regression);
      }
    }
  }

  private PooledExponent nothingToFit(PooledRegression.Key key) {
    return family.grid() == Grid.STRICT && family.scales().size() >= LogLogFit.MIN_SCALES
        ? key.without(
            PooledStatus.INCOMPLETE_GRID,
            "No step of this window has all scales usable, which a strict grid needs;"
                + " field_transport.status says why.")
        : key.without(
            PooledStatus.TOO_FEW_SCALES,
            "No step of this window has three usable scales of different N.");
  }

  static PooledExponent singular(PooledRegression.Key key) {
    return key.without(
        PooledStatus.SINGULAR, "The sizes are too close to each other for a slope on log N.");
  }

  private PooledRegression regression(
      PooledRegression.Key key, List<Realisation> together, SortedSet<Long> steps) {
    double centre = centre(together, steps);
    StepEffectRows.Builder rows = new StepEffectRows.Builder();
    TreeSet<String> scales = new TreeSet<>();
    for (long step : steps) {
      rows.nextStep();
      for (Realisation of : together) {
        for (FieldTransport field : usable.get(of).get(step)) {
          scales.add(field.key().scale());
          double x = StrictMath.log(field.n().doubleValue()) - centre;
          switch (key.quantity()) {
            case D -> rows.add(StrictMath.log((double) field.cascade().s()), x);
            case Z -> rows.add(field.cascade().nSteps(), x);
            case Z_EXCESS ->
                rows.add(field.cascade().nSteps(), of.isReal() ? 1 : 0, x, of.isReal() ? x : 0);
          }
        }
      }
    }
    return new PooledRegression(key, rows.build(), scales.size());
  }

  /** The mean of log N over all rows. */
  private double centre(List<Realisation> together, SortedSet<Long> steps) {
    double sum = 0;
    int count = 0;
    for (long step : steps) {
      for (Realisation of : together) {
        for (FieldTransport field : usable.get(of).get(step)) {
          sum += StrictMath.log(field.n().doubleValue());
          count++;
        }
      }
    }
    return sum / count;
  }

  private static double spread(StepEffectRows data) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    int sizes = Math.min(1, data.covariates() - 1);
    for (int row = 0; row < data.size(); row++) {
      low = Math.min(low, data.x(row, sizes));
      high = Math.max(high, data.x(row, sizes));
    }
    return high - low;
  }
}
