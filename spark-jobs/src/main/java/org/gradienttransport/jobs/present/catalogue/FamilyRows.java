package org.gradienttransport.jobs.present.catalogue;

import java.util.Comparator;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.ClosureCheck;
import org.gradienttransport.schemas.rows.Compressibility;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.LossExponentStep;
import org.gradienttransport.schemas.rows.NullContrast;
import org.gradienttransport.schemas.rows.Performance;
import org.gradienttransport.schemas.rows.PerformanceAssociation;
import org.gradienttransport.schemas.rows.PerformanceExponent;
import org.gradienttransport.schemas.rows.PooledExponent;
import org.gradienttransport.schemas.rows.RobustnessChange;
import org.gradienttransport.schemas.rows.RobustnessSummary;
import org.gradienttransport.schemas.rows.RobustnessVariance;
import org.gradienttransport.schemas.rows.ScalingAssociation;
import org.gradienttransport.schemas.rows.StepwiseExponent;
import org.gradienttransport.schemas.rows.TimeExponentStep;
import org.gradienttransport.schemas.rows.WindowSummary;
import org.gradienttransport.schemas.vocabulary.AssociationStatus;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.schemas.vocabulary.FieldStatus;
import org.gradienttransport.schemas.vocabulary.FitStatus;
import org.gradienttransport.schemas.vocabulary.Observable;
import org.gradienttransport.schemas.vocabulary.PooledStatus;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.schemas.vocabulary.WindowName;
import org.gradienttransport.schemas.vocabulary.Word;

/**
 * The rows of one family that figures and sentences are made from, in the order of their tables.
 *
 * @param fields relaxations of all kinds of field
 * @param fits stepwise exponents that have numbers, of all kinds of field
 * @param closure closure of the real field
 * @param compressibility of the real field
 * @param windows summaries over the stable window, of all kinds of field
 * @param contrasts with the nulls
 * @param pooled exponents of regressions over all steps of a window, that have numbers
 * @param performance external metrics
 * @param performanceExponents their exponents
 * @param associations of transport with performance that have numbers, over all steps
 * @param lossExponents exponents of the loss in N that have numbers
 * @param timeExponents local exponents of the loss in time that have numbers
 * @param lossAssociations of transport with the exponents of the loss that have numbers, over all
 *     steps
 * @param changes of each quantity under each variation of the probe
 * @param robustness summaries of those changes by factor
 * @param variances of z by step and graph
 */
public record FamilyRows(
    String family,
    List<FieldTransport> fields,
    List<StepwiseExponent> fits,
    List<ClosureCheck> closure,
    List<Compressibility> compressibility,
    List<WindowSummary> windows,
    List<NullContrast> contrasts,
    List<PooledExponent> pooled,
    List<Performance> performance,
    List<PerformanceExponent> performanceExponents,
    List<PerformanceAssociation> associations,
    List<LossExponentStep> lossExponents,
    List<TimeExponentStep> timeExponents,
    List<ScalingAssociation> lossAssociations,
    List<RobustnessChange> changes,
    List<RobustnessSummary> robustness,
    List<RobustnessVariance> variances) {

  /** Training steps from one to another, both included. */
  public record Steps(long from, long to) {
    boolean contain(long step) {
      return from <= step && step <= to;
    }
  }

  /** Whether a field is the one that was saved. */
  static boolean real(FieldTransport field) {
    return field.key().realisation().isReal();
  }

  static boolean stable(WindowSummary summary) {
    return summary.windowName() == WindowName.STABLE;
  }

  /** Whether a field enters fits. */
  static boolean ok(FieldTransport field) {
    return field.status() == FieldStatus.OK;
  }

  /** Whether a summary is about the family as a whole. */
  static boolean whole(WindowSummary summary) {
    return summary.scale().equals(Word.ALL);
  }

  /** The rows of one family. */
  public static FamilyRows of(Rows rows, String family) {
    Selection of = new Selection(rows, family);
    return new FamilyRows(
        family,
        of.of(FieldTransport.ROWS, row -> row.key().family()),
        of.of(StepwiseExponent.ROWS, StepwiseExponent::family, r -> r.status() == FitStatus.OK),
        of.of(ClosureCheck.ROWS, ClosureCheck::family, row -> row.realisation().isReal()),
        of.of(Compressibility.ROWS, Compressibility::family, row -> row.realisation().isReal()),
        of.of(WindowSummary.ROWS, WindowSummary::family, FamilyRows::stable),
        of.of(NullContrast.ROWS, NullContrast::family),
        of.of(PooledExponent.ROWS, PooledExponent::family, r -> r.status() == PooledStatus.OK),
        of.of(Performance.ROWS, Performance::family),
        of.of(PerformanceExponent.ROWS, PerformanceExponent::family),
        of.of(PerformanceAssociation.ROWS, PerformanceAssociation::family, FamilyRows::correlated),
        of.of(LossExponentStep.ROWS, LossExponentStep::family, r -> r.status() == FitStatus.OK),
        of.of(TimeExponentStep.ROWS, TimeExponentStep::family, row -> row.gammaLocal() != null),
        of.of(ScalingAssociation.ROWS, ScalingAssociation::family, FamilyRows::correlated),
        of.of(RobustnessChange.ROWS, RobustnessChange::family, r -> real(r.fieldKind())),
        of.of(RobustnessSummary.ROWS, RobustnessSummary::family, r -> real(r.fieldKind())),
        of.of(RobustnessVariance.ROWS, RobustnessVariance::family, r -> real(r.fieldKind())));
  }

  boolean hasLosses() {
    return !lossExponents.isEmpty() || !timeExponents.isEmpty();
  }

  private static boolean correlated(PerformanceAssociation row) {
    return row.scope() == WindowName.FULL && row.result().status() == AssociationStatus.OK;
  }

  private static boolean correlated(ScalingAssociation row) {
    return row.scope() == WindowName.FULL && row.result().status() == AssociationStatus.OK;
  }

  private static boolean real(FieldKind kind) {
    return kind == FieldKind.REAL;
  }

  /** Relaxations that enter fits, of all kinds of field. */
  List<FieldTransport> usable() {
    return fields.stream().filter(FamilyRows::ok).toList();
  }

  /** Relaxations of the real field that enter fits. */
  List<FieldTransport> usableReal() {
    return usable().stream().filter(FamilyRows::real).toList();
  }

  /** Stepwise exponents of the real field that have numbers, of one observable, by step. */
  Stream<StepwiseExponent> realFits(Observable observable) {
    return fits.stream()
        .filter(row -> row.realisation().isReal() && row.observable() == observable)
        .sorted(Comparator.comparing(StepwiseExponent::step));
  }

  /** Curves over the steps of training, on which the stable window is shaded. */
  Plot overTraining(String y, String by, Plot.Axis axis) {
    return Plot.lines("step", y, by, Plot.Axis.linear(TransportFigures.STEP), axis).shading(band());
  }

  /** The stable window as a figure shades it, if there is one. */
  Optional<Plot.Band> band() {
    return window().map(steps -> new Plot.Band(steps.from(), steps.to(), "stable window"));
  }

  /** The stable window of the real field, if there is one. */
  Optional<Steps> window() {
    return steps(windows.stream().filter(row -> row.realisation().isReal()).toList());
  }

  /** The steps that the stable windows of all kinds of field reach over. */
  Optional<Steps> windowOfAllKinds() {
    return steps(windows);
  }

  private static Optional<Steps> steps(List<WindowSummary> windows) {
    LongSummaryStatistics from = new LongSummaryStatistics();
    LongSummaryStatistics to = new LongSummaryStatistics();
    for (WindowSummary row : windows) {
      if (row.quantity() == Quantity.V_REL) {
        if (row.fromStep() != null) {
          from.accept(row.fromStep());
        }
        if (row.toStep() != null) {
          to.accept(row.toStep());
        }
      }
    }
    return from.getCount() == 0 || to.getCount() == 0
        ? Optional.empty()
        : Optional.of(new Steps(from.getMin(), to.getMax()));
  }

  /** Orders by something that may be null; nulls come first. */
  static <R, C extends Comparable<? super C>> Comparator<R> by(Function<R, C> value) {
    return Comparator.comparing(value, Comparator.nullsFirst(Comparator.naturalOrder()));
  }
}
