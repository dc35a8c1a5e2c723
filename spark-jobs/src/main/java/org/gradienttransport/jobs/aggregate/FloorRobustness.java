package org.gradienttransport.jobs.aggregate;

import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.commons.math3.stat.StatUtils;
import org.gradienttransport.jobs.conf.Ladder;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.Realisation;
import org.gradienttransport.schemas.rows.RobustnessFit;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.schemas.vocabulary.Observable;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.udfs.fit.PowerLawFit;
import org.gradienttransport.udfs.robustness.ProbeVariation;

/** Null floors of one ladder under variations of the probe (METHOD-ROBUSTNESS). */
public final class FloorRobustness {
  private final Ladder ladder;
  private final List<RobustnessFit> fits = new ArrayList<>();
  private final Map<ProbeVariation, Map<Quantity, NavigableMap<Long, Double>>> values =
      new HashMap<>();

  private FloorRobustness(Ladder ladder) {
    this.ladder = ladder;
  }

  /**
   * Rows of the tables of robustness, in which the ladder stands for the family.
   *
   * @param asked the variations
   * @param realisations of each of them and of the baseline
   */
  public static Rows.InMemory of(
      Ladder ladder,
      List<ProbeVariation> asked,
      Map<ProbeVariation, List<FloorRealisation>> realisations) {
    FloorRobustness robustness = new FloorRobustness(ladder);
    new TreeMap<>(realisations).forEach(robustness::add);
    return Robustness.tables(
        new RobustnessSeries(
            ladder.name(), FieldKind.N0, RobustnessSeries.OF_FLOOR, asked, robustness.values),
        robustness.fits);
  }

  private void add(ProbeVariation variation, List<FloorRealisation> realisations) {
    for (FloorRealisation one : realisations) {
      Arrays.stream(Observable.values())
          .forEach(observable -> fits.add(row(variation, one, observable)));
    }
    Map<Quantity, NavigableMap<Long, Double>> of = new HashMap<>();
    of.put(Quantity.D, means(realisations, one -> one.exponents().size().slope()));
    of.put(Quantity.Z, means(realisations, one -> one.exponents().duration().slope()));
    of.put(Quantity.DELTA, means(realisations, one -> one.exponents().intensive().slope()));
    of.put(Quantity.R2_DURATION, means(realisations, one -> one.exponents().duration().r2()));
    of.put(Quantity.V_REL, means(realisations, FloorRobustness::efficiency));
    values.put(variation, of);
  }

  /** Mean v_rel over the sizes. */
  private static Double efficiency(FloorRealisation realisation) {
    return StatUtils.mean(
        realisation.fields().stream()
            .map(FieldTransport::cascade)
            .mapToDouble(FieldTransport.Cascade::vRel)
            .toArray());
  }

  /** By step the mean over its realisations, where every one of them has the value. */
  private static NavigableMap<Long, Double> means(
      List<FloorRealisation> realisations, Function<FloorRealisation, Double> value) {
    NavigableMap<Long, Double> means = new TreeMap<>();
    realisations.stream()
        .collect(groupingBy(FloorRealisation::step))
        .forEach(
            (step, of) -> {
              List<Double> known =
                  of.stream()
                      .filter(FloorRealisation::fitted)
                      .map(value)
                      .filter(java.util.Objects::nonNull)
                      .toList();
              if (known.size() == of.size()) {
                means.put(
                    step,
                    StatUtils.mean(known.stream().mapToDouble(Double::doubleValue).toArray()));
              }
            });
    return means;
  }

  private RobustnessFit row(
      ProbeVariation variation, FloorRealisation realisation, Observable observable) {
    PowerLawFit fit = realisation.exponents().fit(observable);
    return new RobustnessFit(
        ladder.name(),
        realisation.step(),
        variation.factor(),
        variation.level(),
        new Realisation(FieldKind.N0, realisation.variant().replicate()),
        observable,
        observable.symbol(),
        fit.slope(),
        fit.stdError(),
        fit.r2(),
        realisation.fields().size(),
        fit.status(),
        realisation.row().message());
  }
}
