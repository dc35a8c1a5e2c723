package org.gradienttransport.jobs.scaling.optimum;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradienttransport.schemas.rows.LawKey;
import org.gradienttransport.schemas.rows.ScalingBootstrap;
import org.gradienttransport.schemas.rows.ScalingCoefficient;
import org.gradienttransport.schemas.rows.ScalingOptimum;
import org.gradienttransport.schemas.vocabulary.Approach;
import org.gradienttransport.schemas.vocabulary.Coefficient;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.optimum.ChinchillaOptimum;

/** Chinchilla's laws of a run, from the tables of their coefficients (approach 3). */
final class ParametricLaws {
  private final Map<LawKey, Map<Coefficient, Double>> coefficients;

  ParametricLaws(List<ScalingCoefficient> rows) {
    this.coefficients = coefficients(rows, Approach.PARAMETRIC, LawForm.CHINCHILLA);
  }

  /** Coefficients that have values, by fit, of the fits of one form. */
  static Map<LawKey, Map<Coefficient, Double>> coefficients(
      List<ScalingCoefficient> rows, Approach approach, LawForm form) {
    Map<LawKey, Map<Coefficient, Double>> coefficients = new HashMap<>();
    for (ScalingCoefficient row : rows) {
      if (row.key().approach() == approach && row.key().form() == form && row.value() != null) {
        coefficients
            .computeIfAbsent(row.key(), key -> new EnumMap<>(Coefficient.class))
            .put(row.coefficient(), row.value());
      }
    }
    return coefficients;
  }

  /** A law, and which it is. */
  record Law(LawKey key, ChinchillaOptimum optimum) {}

  /**
   * The law that a published optimum follows from: of fits that differ in the width of Huber's loss
   * that one, and not another, is the study's answer.
   */
  Optional<Law> behind(ScalingOptimum published) {
    return coefficients.entrySet().stream()
        .filter(entry -> entry.getKey().source().equals(published.source()))
        .filter(entry -> entry.getKey().series().equals(published.series()))
        .flatMap(entry -> law(entry.getValue()).map(law -> new Law(entry.getKey(), law)).stream())
        .min(
            Comparator.comparingDouble((Law law) -> distance(law, published))
                .thenComparing(law -> law.key().delta()));
  }

  private static double distance(Law law, ScalingOptimum published) {
    double params = law.optimum().at(published.flops()).params();
    return Math.abs(StrictMath.log(params / published.best().nOpt()));
  }

  private static Optional<ChinchillaOptimum> law(Map<Coefficient, Double> of) {
    return optimum(
        of.getOrDefault(Coefficient.A, Double.NaN),
        of.getOrDefault(Coefficient.B, Double.NaN),
        of.getOrDefault(Coefficient.E, Double.NaN),
        of.getOrDefault(Coefficient.ALPHA, Double.NaN),
        of.getOrDefault(Coefficient.BETA, Double.NaN));
  }

  /** The law of a bootstrap replicate; empty where it has no optimum. */
  static Optional<ChinchillaOptimum> law(ScalingBootstrap.Theta theta) {
    return theta.lnA() == null
            || theta.lnB() == null
            || theta.lnE() == null
            || theta.alpha() == null
            || theta.beta() == null
        ? Optional.empty()
        : optimum(
            StrictMath.exp(theta.lnA()),
            StrictMath.exp(theta.lnB()),
            StrictMath.exp(theta.lnE()),
            theta.alpha(),
            theta.beta());
  }

  private static Optional<ChinchillaOptimum> optimum(
      double sizeFactor, double tokensFactor, double floor, double alpha, double beta) {
    boolean usable =
        LossRows.usable(sizeFactor)
            && LossRows.usable(tokensFactor)
            && LossRows.usable(alpha)
            && LossRows.usable(beta)
            && floor >= 0.0
            && Double.isFinite(floor);
    return usable
        ? Optional.of(new ChinchillaOptimum(sizeFactor, tokensFactor, floor, alpha, beta))
        : Optional.empty();
  }
}
