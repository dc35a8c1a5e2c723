package org.gradienttransport.jobs.aggregate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.gradienttransport.jobs.aggregate.FamilySeries.Name;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.Scale;
import org.gradienttransport.jobs.conf.Variations;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.Realisation;
import org.gradienttransport.schemas.rows.RobustnessChange;
import org.gradienttransport.schemas.rows.RobustnessFit;
import org.gradienttransport.schemas.rows.RobustnessSummary;
import org.gradienttransport.schemas.rows.RobustnessVariance;
import org.gradienttransport.schemas.rows.StepwiseExponent;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.schemas.vocabulary.FitStatus;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.udfs.robustness.ProbeVariation;
import org.gradienttransport.udfs.window.StableWindow;

/** The tables of one family's variations (METHOD-ROBUSTNESS section 2). */
public final class Robustness {
  /** Tables that only runs with variations have. */
  public static final List<RowType<?>> TABLES =
      List.of(
          RobustnessFit.ROWS,
          RobustnessChange.ROWS,
          RobustnessSummary.ROWS,
          RobustnessVariance.ROWS);

  private Robustness() {}

  /**
   * The steps of a family that its variations are measured at.
   *
   * @param fields rows of field_transport of the family's real fields, in any order
   * @return empty where steps are to be spread over a stable window and there is none
   */
  public static Optional<List<Long>> steps(
      Family family, Variations asked, List<FieldTransport> fields) {
    List<StepFit> fits =
        fits(family, fields.stream().filter(one -> one.key().realisation().isReal()).toList());
    List<Long> fitted =
        fits.stream()
            .filter(fit -> fit.exponents().get(0).status() == FitStatus.OK)
            .map(fit -> fit.key().step())
            .sorted()
            .toList();
    Optional<StableWindow> window = Windows.of(family, Observations.of(fields, fits).real());
    return asked.choose(
        fitted,
        window.map(of -> fitted.stream().filter(t -> of.from() <= t && t <= of.to()).toList()));
  }

  /**
   * Rows of all tables.
   *
   * @param steps that the variations were measured at; empty where none could be chosen
   * @param baseline rows of field_transport of the family, in any order
   * @param varied measurements under the variations at those steps, in any order
   */
  public static Rows.InMemory of(
      Family family,
      Variations asked,
      Optional<List<Long>> steps,
      List<FieldTransport> baseline,
      List<VariedField> varied) {
    Map<ProbeVariation, List<FieldTransport>> fields = new TreeMap<>();
    Set<Long> chosen = Set.copyOf(steps.orElse(List.of()));
    Set<Realisation> measured =
        varied.stream().map(one -> one.field().key().realisation()).collect(Collectors.toSet());
    fields.put(
        ProbeVariation.BASELINE,
        baseline.stream()
            .filter(one -> chosen.contains(one.key().step()))
            .filter(one -> measured.contains(one.key().realisation()))
            .toList());
    varied.forEach(
        one -> fields.computeIfAbsent(one.variation(), any -> new ArrayList<>()).add(one.field()));
    List<RobustnessFit> rows = new ArrayList<>();
    Map<ProbeVariation, Map<Quantity, NavigableMap<Long, Double>>> values = new HashMap<>();
    fields.forEach(
        (variation, of) -> {
          List<StepFit> fits = fits(family, of);
          fits.forEach(fit -> fit.exponents().forEach(one -> rows.add(row(variation, one))));
          values.put(variation, quantities(family, Observations.of(of, fits)));
        });
    RobustnessSeries series =
        new RobustnessSeries(
            family.name(), FieldKind.REAL, RobustnessSeries.OF_FAMILY, asked.levels(), values);
    return steps.isEmpty()
        ? new Rows.InMemory().add(RobustnessSummary.ROWS, RobustnessSummaries.withoutWindow(series))
        : tables(series, rows);
  }

  /** What unlike differences span is said beside the fits of the fields themselves. */
  private static List<StepFit> fits(Family family, List<FieldTransport> fields) {
    return FamilyAggregation.fits(family, fields, any -> 0);
  }

  /** The tables of a null floor or a family whose fits are made. */
  static Rows.InMemory tables(RobustnessSeries series, List<RobustnessFit> fits) {
    List<RobustnessChange> changes = RobustnessChanges.of(series);
    return new Rows.InMemory()
        .add(RobustnessFit.ROWS, fits)
        .add(RobustnessChange.ROWS, changes)
        .add(RobustnessSummary.ROWS, RobustnessSummaries.of(series, changes))
        .add(RobustnessVariance.ROWS, RobustnessSummaries.variance(series).stream().toList());
  }

  private static RobustnessFit row(ProbeVariation variation, StepwiseExponent fit) {
    return new RobustnessFit(
        fit.family(),
        fit.step(),
        variation.factor(),
        variation.level(),
        fit.realisation(),
        fit.observable(),
        fit.symbol(),
        fit.law().exponent(),
        fit.law().stdError(),
        fit.law().r2(),
        fit.scales(),
        fit.status(),
        fit.message());
  }

  private static Map<Quantity, NavigableMap<Long, Double>> quantities(
      Family family, Observations observations) {
    List<String> scales = family.scales().stream().map(Scale::name).toList();
    Map<Quantity, NavigableMap<Long, Double>> values = new HashMap<>();
    for (Quantity quantity : RobustnessSeries.OF_FAMILY) {
      if (quantity != Quantity.Z_MINUS_Z_N0) {
        values.put(quantity, observations.get(Realisation.REAL, Name.whole(quantity), scales));
      }
    }
    values.put(
        Quantity.Z_MINUS_Z_N0,
        RobustnessSeries.minus(values.get(Quantity.Z), meanOfN0(observations, scales)));
    return values;
  }

  /** Mean z of all realisations of N0, at the steps where every one of them has it. */
  private static NavigableMap<Long, Double> meanOfN0(
      Observations observations, List<String> scales) {
    List<NavigableMap<Long, Double>> realisations =
        IntStream.range(0, observations.replicates())
            .mapToObj(k -> new Realisation(FieldKind.N0, k))
            .map(of -> observations.get(of, Name.whole(Quantity.Z), scales))
            .toList();
    NavigableMap<Long, Double> means = new TreeMap<>();
    if (!realisations.isEmpty()) {
      RobustnessSeries.common(realisations)
          .forEach(
              step ->
                  means.put(
                      step,
                      StatUtils.mean(
                          realisations.stream().mapToDouble(of -> of.get(step)).toArray())));
    }
    return means;
  }
}
