package org.gradienttransport.udfs.scaling.optimum;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.udfs.scaling.accounting.Compute;

/**
 * Approach 1 of Hoffmann et al. 2022: the best of all training curves at each budget, and how its
 * size grows with compute (METHOD-SCALING section 4).
 *
 * @param status OK; TOO_FEW; or REFUSED, where no loss is less than another
 * @param message a sentence where there are no exponents; empty otherwise
 * @param points the best run at each budget that some curve reaches, C ascending
 * @param used points that enter the fit
 * @param winners distinct runs among them: they, not the points, are the information
 * @param exponents where status is OK
 */
public record Envelope(
    LawStatus status,
    String message,
    List<EnvelopePoint> points,
    int used,
    int winners,
    Optional<ComputeExponents> exponents) {

  /** Budgets between the smallest first and the largest last C, log-spaced, ends included. */
  static final int BUDGETS = 1_500;

  private static final int MIN_WINNERS = 3;

  /** Losses that agree to this, relatively, are equal: among them the order of rows would win. */
  private static final double EQUAL = 1e-9;

  public Envelope {
    points = List.copyOf(points);
  }

  /**
   * The envelope of a sweep.
   *
   * @param rows rows of many runs at several C each, in any order; runs of equal loss win in the
   *     order in which they come
   * @throws IllegalArgumentException if one run has two sizes
   */
  public static Envelope of(List<SweepRow> rows) {
    return ofCurves(TrainingCurve.of(rows));
  }

  static Envelope ofCurves(List<TrainingCurve> curves) {
    if (curves.isEmpty()) {
      return none(LawStatus.TOO_FEW, "There are no runs.");
    }
    if (oneBudget(curves)) {
      return none(
          LawStatus.TOO_FEW, "The runs have one compute budget: an envelope needs several.");
    }
    if (equalLosses(curves)) {
      return none(LawStatus.REFUSED, "All losses are equal: no run is the best at any budget.");
    }
    List<EnvelopePoint> points = best(curves);
    List<EnvelopePoint> used = points.stream().filter(EnvelopePoint::used).toList();
    int winners = (int) used.stream().map(EnvelopePoint::run).distinct().count();
    if (winners < MIN_WINNERS) {
      return new Envelope(
          LawStatus.TOO_FEW,
          tooFew(curves, winners),
          points,
          used.size(),
          winners,
          Optional.empty());
    }
    return new Envelope(
        LawStatus.OK, "", points, used.size(), winners, Optional.of(exponents(used)));
  }

  private static Envelope none(LawStatus status, String message) {
    return new Envelope(status, message, List.of(), 0, 0, Optional.empty());
  }

  private static boolean oneBudget(List<TrainingCurve> curves) {
    return Budget.same(StrictMath.exp(first(curves)), StrictMath.exp(last(curves)));
  }

  private static boolean equalLosses(List<TrainingCurve> curves) {
    DoubleSummaryStatistics lnLoss =
        curves.stream().flatMapToDouble(TrainingCurve::lnLosses).summaryStatistics();
    return lnLoss.getMax() - lnLoss.getMin() <= EQUAL;
  }

  private static double first(List<TrainingCurve> curves) {
    return curves.stream().mapToDouble(TrainingCurve::first).min().orElseThrow();
  }

  private static double last(List<TrainingCurve> curves) {
    return curves.stream().mapToDouble(TrainingCurve::last).max().orElseThrow();
  }

  private static List<EnvelopePoint> best(List<TrainingCurve> curves) {
    double[] grid = grid(curves);
    double[] least = new double[grid.length];
    TrainingCurve[] winners = new TrainingCurve[grid.length];
    for (TrainingCurve curve : curves) {
      double[] lnLoss = curve.along(grid);
      for (int i = 0; i < grid.length; i++) {
        if (!Double.isNaN(lnLoss[i]) && (winners[i] == null || lnLoss[i] < least[i])) {
          winners[i] = curve;
          least[i] = lnLoss[i];
        }
      }
    }
    double smallest = curves.stream().mapToDouble(TrainingCurve::params).min().orElseThrow();
    double largest = curves.stream().mapToDouble(TrainingCurve::params).max().orElseThrow();
    List<EnvelopePoint> points = new ArrayList<>();
    for (int i = 0; i < grid.length; i++) {
      if (winners[i] != null) { // no curve may reach a budget between two that some do
        double params = winners[i].params();
        points.add(
            new EnvelopePoint(
                StrictMath.exp(grid[i]),
                winners[i].run(),
                params,
                StrictMath.exp(least[i]),
                params > smallest && params < largest));
      }
    }
    return points;
  }

  private static double[] grid(List<TrainingCurve> curves) {
    double first = first(curves);
    double last = last(curves);
    double[] grid = new double[BUDGETS];
    for (int i = 0; i < BUDGETS; i++) {
      grid[i] = first + (last - first) * i / (BUDGETS - 1);
    }
    return grid;
  }

  private static ComputeExponents exponents(List<EnvelopePoint> used) {
    double[] lnFlops = logs(used, EnvelopePoint::flops);
    return new ComputeExponents(
        ComputePower.ofLogs(lnFlops, logs(used, EnvelopePoint::params)),
        ComputePower.ofLogs(
            lnFlops, logs(used, point -> Compute.tokens(point.flops(), point.params()))),
        ComputePower.ofLogs(lnFlops, logs(used, EnvelopePoint::loss)));
  }

  private static double[] logs(List<EnvelopePoint> points, ToDoubleFunction<EnvelopePoint> number) {
    return points.stream().mapToDouble(number).map(StrictMath::log).toArray();
  }

  private static String tooFew(List<TrainingCurve> curves, int winners) {
    long sizes = curves.stream().mapToDouble(TrainingCurve::params).distinct().count();
    return "Only "
        + winners
        + " runs between the smallest and the largest of "
        + sizes
        + " sizes are best at some budget; an exponent needs "
        + MIN_WINNERS
        + ".";
  }
}
