package org.gradienttransport.udfs.scaling.fit;

import java.util.Comparator;
import java.util.List;
import org.gradienttransport.udfs.scaling.LossRows;

/**
 * How far a law is from losses it has not seen, relative to them.
 *
 * @param fit the law, fitted to other rows
 * @param rows number of losses predicted
 * @param meanAbsRel mean of the absolute relative errors
 * @param maxAbsRel largest of them
 * @param biasRel mean of the signed relative errors; positive where predictions are too high
 */
public record HeldOutError(
    LawFit fit, int rows, double meanAbsRel, double maxAbsRel, double biasRel) {
  /** Errors that agree to this are equal, and the objective decides. */
  private static final double TIE = 1e-9;

  /**
   * Predicts.
   *
   * @param fit with a law
   * @param test rows that were held out, at least one
   */
  public static HeldOutError of(LawFit fit, LossRows test) {
    double[] predicted = fit.form().predict(fit.law().theta().toArray(), test);
    double[] observed = test.lnLoss();
    double signed = 0.0;
    double absolute = 0.0;
    double largest = 0.0;
    for (int i = 0; i < predicted.length; i++) {
      double error = StrictMath.expm1(predicted[i] - observed[i]);
      signed += error;
      absolute += Math.abs(error);
      largest = Math.max(largest, Math.abs(error));
    }
    return new HeldOutError(
        fit, predicted.length, absolute / predicted.length, largest, signed / predicted.length);
  }

  /** Forms by what they predict, the best first; the objective breaks ties and nothing else. */
  public static List<HeldOutError> ranked(List<HeldOutError> errors) {
    return errors.stream()
        .sorted(
            Comparator.comparingLong((HeldOutError error) -> Math.round(error.meanAbsRel / TIE))
                .thenComparingDouble(error -> error.fit.law().sum()))
        .toList();
  }
}
