package org.gradienttransport.jobs.aggregate;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.gradienttransport.jobs.aggregate.scaling.CurveFits;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.ClosureCheck;
import org.gradienttransport.schemas.rows.Compressibility;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.LossExponentStep;
import org.gradienttransport.schemas.rows.NullContrast;
import org.gradienttransport.schemas.rows.Performance;
import org.gradienttransport.schemas.rows.PerformanceAssociation;
import org.gradienttransport.schemas.rows.PerformanceExponent;
import org.gradienttransport.schemas.rows.ScalingAssociation;
import org.gradienttransport.schemas.rows.StepwiseExponent;
import org.gradienttransport.schemas.rows.TimeExponentStep;
import org.gradienttransport.schemas.rows.WindowSummary;
import org.gradienttransport.udfs.window.StableWindow;

/** All derived tables of one family (METHOD sections 2 to 4 and 6). */
public final class FamilyAggregation {
  private FamilyAggregation() {}

  /**
   * Rows of every table that follows from a family's fields and evaluations.
   *
   * @param steps all of the family's aligned steps, ascending
   * @param fields rows of field_transport, in any order
   * @param performance rows of performance at aligned steps, in any order
   * @param curves fits of the family's training curves ({@link LinkedLosses})
   */
  public static Rows.InMemory of(
      Family family,
      List<Long> steps,
      List<FieldTransport> fields,
      List<Performance> performance,
      CurveFits curves) {
    return of(family, new FamilySteps(steps, Map.of()), fields, performance, curves);
  }

  private static Rows.InMemory of(
      Family family,
      FamilySteps steps,
      List<FieldTransport> fields,
      List<Performance> performance,
      CurveFits curves) {
    List<StepFit> fits = fits(family, fields, steps::from);
    Observations observations = Observations.of(fields, fits);
    Optional<StableWindow> window = Windows.of(family, observations.real());
    List<PerformanceExponent> external = PerformanceExponents.of(family, performance);
    Rows.InMemory rows =
        new Rows.InMemory()
            .add(
                StepwiseExponent.ROWS,
                fits.stream().flatMap(fit -> fit.exponents().stream()).toList())
            .add(ClosureCheck.ROWS, fits.stream().map(StepFit::closure).toList())
            .add(Compressibility.ROWS, fits.stream().map(StepFit::compressibility).toList())
            .add(WindowSummary.ROWS, WindowSummaries.of(family, observations, window))
            .add(NullContrast.ROWS, NullContrasts.of(family, observations, window, steps.aligned()))
            .add(PerformanceExponent.ROWS, external)
            .add(
                PerformanceAssociation.ROWS,
                PerformanceAssociations.of(
                    family, observations.real(), performance, external, window));
    LossLink.of(family, performance)
        .ifPresent(link -> addLosses(family, link, observations.real(), curves, window, rows));
    return rows;
  }

  private static void addLosses(
      Family family,
      LossLink link,
      FamilySeries real,
      CurveFits curves,
      Optional<StableWindow> window,
      Rows.InMemory rows) {
    List<LossExponentStep> exponents = link.exponents();
    List<TimeExponentStep> local = link.localExponents(real, curves);
    rows.add(LossExponentStep.ROWS, exponents)
        .add(TimeExponentStep.ROWS, local)
        .add(
            ScalingAssociation.ROWS,
            PerformanceAssociations.ofLosses(family, real, exponents, local, window));
  }

  /**
   * The rows of field_transport of one family, marked where content repeats, and of every table
   * derived from them.
   *
   * @param steps what the plan knows of the family's steps
   * @param fields in any order
   * @param curves fits of the family's training curves
   */
  static Rows.InMemory measured(
      Family family,
      FamilySteps steps,
      List<MeasuredField> fields,
      List<Performance> performance,
      CurveFits curves) {
    List<FieldTransport> marked = RepeatedContent.mark(MeasuredField.ROWS.sorted(fields));
    return of(family, steps, marked, steps.align(performance), curves)
        .add(FieldTransport.ROWS, marked);
  }

  /**
   * One fit for each step and realisation that has a field.
   *
   * @param from aligned step of the earlier snapshot of a field
   */
  static List<StepFit> fits(
      Family family, List<FieldTransport> fields, ToLongFunction<FieldTransport> from) {
    Comparator<FieldTransport> bySize =
        Comparator.comparing(FieldTransport::n).thenComparing(field -> field.key().scale());
    Map<StepFit.Key, List<FieldTransport>> groups =
        fields.stream()
            .collect(
                groupingBy(
                    field -> new StepFit.Key(field.alignedStep(), field.key().realisation()),
                    () -> new TreeMap<>(StepFit.Key.ORDER),
                    toList()));
    return groups.entrySet().stream()
        .map(
            of ->
                new StepFit(
                    family, of.getKey(), of.getValue().stream().sorted(bySize).toList(), from))
        .toList();
  }
}
