package org.gradienttransport.jobs.aggregate;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.Grid;
import org.gradienttransport.jobs.plan.Spans;
import org.gradienttransport.schemas.rows.ClosureCheck;
import org.gradienttransport.schemas.rows.Compressibility;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.Realisation;
import org.gradienttransport.schemas.rows.StepwiseExponent;
import org.gradienttransport.schemas.rows.StepwiseExponent.Evidence;
import org.gradienttransport.schemas.rows.StepwiseExponent.Law;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.schemas.vocabulary.FieldStatus;
import org.gradienttransport.schemas.vocabulary.FitStatus;
import org.gradienttransport.schemas.vocabulary.Observable;
import org.gradienttransport.schemas.vocabulary.Verdict;
import org.gradienttransport.udfs.fit.CascadeExponents;
import org.gradienttransport.udfs.fit.CascadePoints;
import org.gradienttransport.udfs.fit.Closure;
import org.gradienttransport.udfs.fit.FitRule;
import org.gradienttransport.udfs.fit.LogLogFit;
import org.gradienttransport.udfs.fit.PowerLawEvidence;
import org.gradienttransport.udfs.fit.PowerLawFit;
import org.gradienttransport.udfs.fit.SlopeRange;

/** The four fits over the scales at one step (METHOD section 2), and the rows they make. */
final class StepFit {
  /** Aligned step and realisation that the fitted fields share; ordered by realisation first. */
  record Key(long step, Realisation realisation) {
    static final Comparator<Key> ORDER =
        Comparator.comparing(Key::realisation).thenComparingLong(Key::step);
  }

  private final String family;
  private final Key key;
  private final long fromStep;
  private final Double axisValue;
  private final List<FieldTransport> usable;
  private final List<String> absent;
  private final Spans spans;
  private final CascadeExponents exponents;
  private final Map<Observable, SlopeRange> leftOut = new EnumMap<>(Observable.class);
  private final Map<Observable, PowerLawEvidence> evidence = new EnumMap<>(Observable.class);

  /**
   * Fits the fields of one step and realisation.
   *
   * @param fields by ascending N; at least one
   * @param from aligned step of the earlier snapshot of a field
   */
  StepFit(
      Family family, Key key, List<FieldTransport> fields, ToLongFunction<FieldTransport> from) {
    this.family = family.name();
    this.key = key;
    FieldTransport largest = fields.get(fields.size() - 1);
    this.fromStep = largest.key().fromStep();
    this.axisValue = largest.alignment().axisValue();
    this.usable = fields.stream().filter(field -> field.status() == FieldStatus.OK).toList();
    this.absent = absentScales(family, fields);
    this.spans = new Spans(key.step());
    usable.forEach(field -> spans.add(from.applyAsLong(field), field.key().scale()));
    long[] n = usable.stream().mapToLong(FieldTransport::n).toArray();
    long[] s = usable.stream().mapToLong(field -> field.cascade().s()).toArray();
    int[] steps = usable.stream().mapToInt(field -> field.cascade().nSteps()).toArray();
    // Degenerate fields are already out by status, so the rule's own ceiling must not bite.
    FitRule rule =
        new FitRule(Integer.MAX_VALUE, family.grid() == Grid.STRICT ? family.scales().size() : 0);
    this.exponents = CascadeExponents.of(n, s, steps, rule);
    if (status() == FitStatus.OK) {
      CascadePoints points = CascadePoints.of(n, s, steps, rule);
      for (Observable observable : Observable.values()) {
        double[] values = points.values(observable);
        leftOut.put(observable, SlopeRange.leaveOneScaleOut(points.n(), values));
        evidence.put(observable, PowerLawEvidence.of(points.n(), values));
      }
    }
  }

  private static List<String> absentScales(Family family, List<FieldTransport> fields) {
    Map<String, FieldStatus> statuses = new TreeMap<>();
    fields.forEach(field -> statuses.put(field.key().scale(), field.status()));
    return family.scales().stream()
        .filter(scale -> statuses.get(scale.name()) != FieldStatus.OK)
        .map(
            scale ->
                "%s (%s)"
                    .formatted(
                        scale.name(),
                        statuses.getOrDefault(scale.name(), FieldStatus.MISSING).word()))
        .toList();
  }

  Key key() {
    return key;
  }

  private FitStatus status() {
    return exponents.size().status();
  }

  /** Rows of stepwise_exponent: one per observable. */
  List<StepwiseExponent> exponents() {
    return Arrays.stream(Observable.values()).map(this::exponent).toList();
  }

  private StepwiseExponent exponent(Observable observable) {
    PowerLawFit law = exponents.fit(observable);
    return new StepwiseExponent(
        family,
        key.step(),
        fromStep,
        key.realisation(),
        observable,
        observable.symbol(),
        new Law(law.slope(), law.stdError(), law.intercept(), law.r2()),
        usable.size(),
        usable.stream().map(field -> field.key().scale()).toList(),
        law.status(),
        message(),
        evidence(evidence.get(observable)),
        axisValue);
  }

  private static Evidence evidence(PowerLawEvidence found) {
    return found == null
        ? null
        : new Evidence(
            found.curvature() == null ? null : found.curvature().coefficient(),
            found.curvature() == null ? null : found.curvature().pValue(),
            found.preferred(),
            found.criterion(),
            found.deltaConstant(),
            found.deltaPowerLaw(),
            found.deltaTwoSlope());
  }

  ClosureCheck closure() {
    Closure closure = exponents.closure();
    Verdict verdict =
        switch (closure.verdict()) {
          case HOLDS -> Verdict.CLOSED;
          case BROKEN -> Verdict.BROKEN;
          case NOT_FITTED -> null;
        };
    return new ClosureCheck(
        family,
        key.step(),
        key.realisation(),
        closure.absoluteResidual(),
        closure.intensiveResidual(),
        Closure.BOUND,
        verdict,
        status());
  }

  /** Row of compressibility: how well one power law holds in each channel. */
  Compressibility compressibility() {
    List<Double> ranges = new ArrayList<>();
    for (Observable observable :
        List.of(Observable.SIZE, Observable.DURATION, Observable.INTENSIVE)) {
      SlopeRange range = leftOut.get(observable);
      ranges.add(range == null ? null : (Double) range.min());
      ranges.add(range == null ? null : (Double) range.max());
    }
    return new Compressibility(
        family,
        key.step(),
        key.realisation(),
        exponents.size().r2(),
        exponents.duration().r2(),
        exponents.intensive().r2(),
        ranges.get(0),
        ranges.get(1),
        ranges.get(2),
        ranges.get(3),
        ranges.get(4),
        ranges.get(5),
        usable.size(),
        status(),
        message());
  }

  private String message() {
    if (status() == FitStatus.OK) {
      // A standard Gaussian null is drawn, whatever the field spans.
      return spans.unlike() && key.realisation().fieldKind() != FieldKind.N0
          ? "The differences that are fitted together span unlike steps: " + spans.text() + "."
          : null;
    }
    if (usable.size() >= LogLogFit.MIN_SCALES && status() == FitStatus.TOO_FEW_SCALES) {
      return String.format(
          Locale.ROOT,
          "%d scales are usable at this step, but they have only %d different N; a fit needs %d.",
          usable.size(),
          usable.stream().map(FieldTransport::n).distinct().count(),
          LogLogFit.MIN_SCALES);
    }
    return String.format(
        Locale.ROOT,
        "%d of %d scales are usable at this step; not usable: %s.",
        usable.size(),
        usable.size() + absent.size(),
        absent.isEmpty() ? "none" : absent.stream().collect(joining(", ")));
  }
}
