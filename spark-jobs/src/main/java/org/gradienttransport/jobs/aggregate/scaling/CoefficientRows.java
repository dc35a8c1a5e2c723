package org.gradienttransport.jobs.aggregate.scaling;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.gradienttransport.jobs.conf.study.PublishedFit;
import org.gradienttransport.schemas.rows.LawKey;
import org.gradienttransport.schemas.rows.ScalingCoefficient;
import org.gradienttransport.schemas.vocabulary.Approach;
import org.gradienttransport.schemas.vocabulary.Coefficient;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.udfs.scaling.fit.Percentiles;

/**
 * Rows of scaling_coefficient of one fit.
 *
 * @param published what others found in the rows of the study
 * @param said whether the fit gives a coefficient a value
 */
record CoefficientRows(
    LawKey key,
    LawStatus status,
    String message,
    List<PublishedFit> published,
    Predicate<Coefficient> said) {

  /**
   * The rows: the fit's values, and how they spread over replicates.
   *
   * @param values of the fit of all rows
   * @param replicates values of each replicate that has some
   * @param drawn number of replicates, also those that failed
   */
  List<ScalingCoefficient> of(
      Map<Coefficient, Double> values,
      List<Map<Coefficient, Double>> replicates,
      int drawn,
      long seed) {
    List<ScalingCoefficient> rows = new ArrayList<>();
    Map<Coefficient, Double> known = known();
    values.forEach(
        (coefficient, value) -> {
          double[] spread =
              replicates.stream()
                  .map(one -> one.get(coefficient))
                  .filter(one -> one != null && Double.isFinite(one))
                  .mapToDouble(Double::doubleValue)
                  .toArray();
          rows.add(row(coefficient, value, spread, drawn, seed, known.get(coefficient)));
        });
    return rows;
  }

  private ScalingCoefficient row(
      Coefficient coefficient,
      double value,
      double[] replicates,
      int drawn,
      long seed,
      Double known) {
    Optional<Percentiles> spread =
        said.test(coefficient) && replicates.length > 1
            ? Optional.of(Percentiles.of(replicates))
            : Optional.empty();
    return new ScalingCoefficient(
        key,
        coefficient,
        said.test(coefficient) ? Numbers.finite(value) : null,
        spread
            .map(
                of ->
                    new ScalingCoefficient.Spread(
                        Numbers.finite(of.sd()),
                        new ScalingCoefficient.Percentiles(
                            of.p2_5(), of.p10(), of.p50(), of.p90(), of.p97_5()),
                        replicates.length,
                        drawn - replicates.length,
                        seed))
            .orElse(null),
        known,
        inside(known, spread),
        status,
        Sentences.orNull(message));
  }

  /** Whether a published value lies in the 95 % interval; null without either. */
  private static Boolean inside(Double known, Optional<Percentiles> spread) {
    return known == null
        ? null
        : spread.map(of -> known >= of.p2_5() && known <= of.p97_5()).orElse(null);
  }

  /** The first published value of each coefficient of the same law; scaling_published has all. */
  private Map<Coefficient, Double> known() {
    Map<Coefficient, Double> known = new EnumMap<>(Coefficient.class);
    for (PublishedFit fit : published) {
      boolean same =
          fit.isAbout(key.series())
              && fit.form() == key.form()
              && (fit.approach() == key.approach() || fit.approach() == Approach.NONE);
      if (same) {
        fit.coefficients().forEach(known::putIfAbsent);
      }
    }
    return known;
  }
}
