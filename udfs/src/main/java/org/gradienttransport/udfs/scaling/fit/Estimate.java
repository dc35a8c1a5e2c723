package org.gradienttransport.udfs.scaling.fit;

import java.util.List;
import java.util.Map;
import org.gradienttransport.schemas.vocabulary.LawVariable;

/**
 * A fitted law.
 *
 * @param theta the form's parameters
 * @param coefficients the same as published: A, B, E, ..., in the form's order; without those that
 *     are not finite
 * @param sum what was minimised, in units of delta
 * @param objective the objective as published: Huber's in units of delta, squares in nats squared
 * @param huberSum the objective in its usual unit: delta^2 times Huber's
 * @param hitShare share of the starts that found this minimum
 * @param certificate whether it is one, and how well it is identified
 * @param rmsRel root of the mean squared relative error of the loss
 * @param floorLost whether the form has an irreducible loss that the data do not identify
 * @param lost variables whose terms are too small in every row for the data to identify them
 */
public record Estimate(
    Theta theta,
    Map<String, Double> coefficients,
    double sum,
    double objective,
    double huberSum,
    double hitShare,
    Certificate certificate,
    double rmsRel,
    boolean floorLost,
    List<LawVariable> lost) {
  public Estimate {
    lost = List.copyOf(lost);
  }
}
