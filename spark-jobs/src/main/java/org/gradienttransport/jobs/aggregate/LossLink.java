package org.gradienttransport.jobs.aggregate;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.gradienttransport.jobs.aggregate.FamilySeries.Name;
import org.gradienttransport.jobs.aggregate.scaling.CurveFits;
import org.gradienttransport.jobs.aggregate.scaling.FamilyLosses;
import org.gradienttransport.jobs.aggregate.scaling.LossCurve;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.Grid;
import org.gradienttransport.jobs.conf.Scale;
import org.gradienttransport.schemas.rows.LossExponentStep;
import org.gradienttransport.schemas.rows.Performance;
import org.gradienttransport.schemas.rows.TimeExponentStep;
import org.gradienttransport.schemas.vocabulary.FitStatus;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.link.LossExponent;
import org.gradienttransport.udfs.scaling.time.LocalExponent;
import org.gradienttransport.udfs.scaling.time.TimeScaling;

/** A family's losses beside its transport, step by step (METHOD-SCALING section 6). */
final class LossLink {
  private final Family family;
  private final FamilyLosses losses;
  private final List<Performance> usable;

  private LossLink(FamilyLosses losses, List<Performance> performance) {
    this.family = losses.family();
    this.losses = losses;
    this.usable =
        performance.stream()
            .filter(row -> row.n() != null && LossRows.usable(losses.nats(row)))
            .sorted(Comparator.comparing(Performance::n).thenComparing(Performance::scale))
            .toList();
  }

  /**
   * The link of a family; empty if it has no losses.
   *
   * @param performance the family's rows of performance
   */
  static Optional<LossLink> of(Family family, List<Performance> performance) {
    return FamilyLosses.of(family).map(losses -> new LossLink(losses, performance));
  }

  /** Rows of loss_exponent_step: alpha_n and beta_PPL over the scales at each step. */
  List<LossExponentStep> exponents() {
    List<LossExponentStep> rows = new ArrayList<>();
    usable.stream()
        .collect(groupingBy(Performance::step, TreeMap::new, toList()))
        .forEach((step, of) -> rows.add(exponent(step, of)));
    return rows;
  }

  private LossExponentStep exponent(long step, List<Performance> of) {
    long covered =
        family.scales().stream()
            .filter(scale -> family.performance().orElseThrow().source().covers(scale))
            .count();
    LossExponent found =
        LossExponent.of(
            of.stream().mapToDouble(Performance::n).toArray(),
            of.stream().mapToDouble(losses::nats).toArray(),
            family.grid() == Grid.STRICT ? (int) covered : 0);
    Optional<LossExponent.Slopes> slopes = found.slopes();
    return new LossExponentStep(
        family.name(),
        losses.metric(),
        step,
        slopes.map(LossExponent.Slopes::alphaN).orElse(null),
        slopes.map(LossExponent.Slopes::stdError).orElse(null),
        slopes.flatMap(LossExponent.Slopes::r2).orElse(null),
        slopes.map(LossExponent.Slopes::betaPpl).orElse(null),
        of.size(),
        of.stream().map(Performance::scale).toList(),
        found.status(),
        found.status() == FitStatus.OK
            ? null
            : "A fit needs losses at three different N and, on a strict grid, of all %s scales; %s have one."
                .formatted(covered, of.size()));
  }

  /** The training curve of each scale, after warm-up. */
  List<LossCurve> curves() {
    return scales().stream().map(scale -> scale.curve).toList();
  }

  /**
   * Rows of time_exponent_step: the local exponent of each scale, after warm-up.
   *
   * @param real quantities of the real fields
   * @param fits of all {@link #curves}
   */
  List<TimeExponentStep> localExponents(FamilySeries real, CurveFits fits) {
    List<TimeExponentStep> rows = new ArrayList<>();
    scales().forEach(scale -> scale.addTo(rows, real, fits.of(scale.curve)));
    return rows;
  }

  private List<OfScale> scales() {
    List<OfScale> scales = new ArrayList<>();
    for (Scale scale : family.scales()) {
      List<Performance> of =
          usable.stream()
              .filter(row -> row.scale().equals(scale.name()) && !losses.warmUp(row.step()))
              .sorted(Comparator.comparingLong(Performance::step))
              .toList();
      if (!of.isEmpty()) {
        scales.add(new OfScale(scale.name(), of));
      }
    }
    return scales;
  }

  /** One scale's losses by ascending step. */
  private final class OfScale {
    private final String scale;
    private final long[] steps;
    private final Optional<double[]> tau;
    private final LossCurve curve;

    OfScale(String scale, List<Performance> rows) {
      this.scale = scale;
      this.steps = rows.stream().mapToLong(Performance::step).toArray();
      this.tau = losses.tau(scale, steps);
      this.curve =
          new LossCurve(
              tau.orElseGet(() -> rows.stream().mapToDouble(Performance::step).toArray()),
              rows.stream().mapToDouble(losses::nats).toArray());
    }

    void addTo(List<TimeExponentStep> rows, FamilySeries real, TimeScaling fit) {
      if (fit.law().isEmpty()) {
        for (int i = 0; i < steps.length; i++) {
          rows.add(row(i, null, fit, real));
        }
        return;
      }
      double floor = fit.law().get().floor().orElse(0.0);
      for (LocalExponent local : LocalExponent.of(curve.x(), curve.loss(), floor)) {
        rows.add(row(local.row(), local.gamma(), fit, real));
      }
    }

    private TimeExponentStep row(int at, Double gamma, TimeScaling fit, FamilySeries real) {
      return new TimeExponentStep(
          family.name(),
          losses.metric(),
          scale,
          steps[at],
          tau.map(sums -> sums[at]).orElse(null),
          gamma,
          real.values(new Name(Quantity.V_REL, scale)).get(steps[at]),
          real.values(new Name(Quantity.NORMALIZED_DURATION, scale)).get(steps[at]),
          fit.status(),
          fit.message().isEmpty() ? null : fit.message());
    }
  }
}
