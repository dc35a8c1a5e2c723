package org.gradienttransport.udfs.fit;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.gradienttransport.schemas.vocabulary.Criterion;
import org.gradienttransport.schemas.vocabulary.ScalingModel;

/**
 * Is one power law right? A constant, one power law and a two-slope fit compared on the same
 * points, and the curvature in log-log beside them [ours].
 *
 * <p>Scores are on the scale of an information criterion, smaller is better. From nine scales on
 * the criterion is AICc. Below that its correction for the five parameters of a two-slope fit,
 * divided by points - parameters - 1, is undefined or drowns any evidence, so each model is scored
 * by what it predicts for a scale it has not seen: n log(mean squared leave-one-scale-out error).
 * Every parameter, the break too, is fitted again without that scale. With three scales a two-slope
 * fit cannot be left one scale short, so only a constant and a power law are compared.
 *
 * <p>A richer model is preferred only if its score is lower by more than the criterion's margin,
 * which is set so that a simpler truth is given up about once in twenty (docs/statistics.md shows
 * the measured rates).
 *
 * @param criterion how the scores were made
 * @param preferred the simplest model that no richer one beats by more than the margin
 * @param deltaConstant score of the constant minus the smallest score
 * @param deltaPowerLaw score of one power law minus the smallest score
 * @param deltaTwoSlope score of the two-slope fit minus the smallest score; null if not determined
 * @param curvature quadratic term in log-log; null below four scales
 */
public record PowerLawEvidence(
    Criterion criterion,
    ScalingModel preferred,
    double deltaConstant,
    double deltaPowerLaw,
    Double deltaTwoSlope,
    Curvature curvature) {

  private static final int MIN_SCALES_FOR_AICC = 9;

  /**
   * Compares the three models.
   *
   * @param n sizes, positive
   * @param y observable at each size, positive
   * @return null below three different N, where a scale left out leaves no slope
   * @throws IllegalArgumentException if lengths differ or a value is not positive and finite
   */
  public static PowerLawEvidence of(double[] n, double[] y) {
    LogLogPoints points = LogLogPoints.of(n, y);
    if (points.sizes() < LogLogFit.MIN_SCALES) {
      return null;
    }
    Criterion criterion =
        points.size() >= MIN_SCALES_FOR_AICC ? Criterion.AICC : Criterion.LEAVE_ONE_SCALE_OUT;
    Map<ScalingModel, Double> scores = new EnumMap<>(ScalingModel.class);
    for (ScalingModel model : ScalingModel.values()) {
      Double score = score(model, criterion, points);
      if (score != null) {
        scores.put(model, score);
      }
    }
    return compare(criterion, scores, Curvature.of(points));
  }

  /** Residual sums of squares below this are rounding of the logarithms. */
  static double noise(LogLogPoints points) {
    double largest = 1.0;
    for (double value : points.y()) {
      largest = Math.max(largest, Math.abs(value));
    }
    return points.size() * square(1e-13 * largest);
  }

  private static PowerLawEvidence compare(
      Criterion criterion, Map<ScalingModel, Double> scores, Curvature curvature) {
    ScalingModel preferred = ScalingModel.CONSTANT;
    for (ScalingModel model : scores.keySet()) {
      if (scores.get(preferred) - scores.get(model) > margin(criterion)) {
        preferred = model;
      }
    }
    double best = Collections.min(scores.values());
    Map<ScalingModel, Double> deltas = new EnumMap<>(ScalingModel.class);
    scores.forEach((model, score) -> deltas.put(model, score - best));
    return new PowerLawEvidence(
        criterion,
        preferred,
        deltas.get(ScalingModel.CONSTANT),
        deltas.get(ScalingModel.POWER_LAW),
        deltas.get(ScalingModel.TWO_SLOPE),
        curvature);
  }

  private static Double score(ScalingModel model, Criterion criterion, LogLogPoints points) {
    if (criterion == Criterion.AICC) {
      double sum =
          ModelCurve.fit(model, points.x(), points.y()).residualSumSquares(points.x(), points.y());
      return logLoss(sum, points) + aiccPenalty(parameters(model), points.size());
    }
    Double sum = leaveOneOutSumSquares(model, points);
    return sum == null ? null : logLoss(sum, points);
  }

  private static double logLoss(double sum, LogLogPoints points) {
    int n = points.size();
    return n * StrictMath.log(Math.max(sum, noise(points)) / n);
  }

  private static double aiccPenalty(int parameters, int n) {
    double k = parameters;
    return 2.0 * k + 2.0 * k * (k + 1.0) / (n - k - 1.0);
  }

  private static Double leaveOneOutSumSquares(ScalingModel model, LogLogPoints points) {
    double sum = 0.0;
    for (int i = 0; i < points.size(); i++) {
      LogLogPoints rest = points.without(i);
      if (distinct(rest.x()) < ModelCurve.determinedBy(model)) {
        return null;
      }
      ModelCurve curve = ModelCurve.fit(model, rest.x(), rest.y());
      sum += square(points.y()[i] - curve.at(points.x()[i]));
    }
    return sum;
  }

  private static int distinct(double[] ascending) {
    int count = 0;
    for (int i = 0; i < ascending.length; i++) {
      count += i == 0 || ascending[i] != ascending[i - 1] ? 1 : 0;
    }
    return count;
  }

  private static double square(double value) {
    return value * value;
  }

  /**
   * How much lower a richer model's score must be before it is preferred: 2 for AICc (Burnham and
   * Anderson 2002), 6 for leave-one-scale-out [ours].
   */
  private static double margin(Criterion criterion) {
    return criterion == Criterion.AICC ? 2.0 : 6.0;
  }

  /** Parameters that an information criterion counts, the error's variance among them. */
  private static int parameters(ScalingModel model) {
    return switch (model) {
      case CONSTANT -> 2;
      case POWER_LAW -> 3;
      case TWO_SLOPE -> 5;
    };
  }
}
