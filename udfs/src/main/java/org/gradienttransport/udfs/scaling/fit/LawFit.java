package org.gradienttransport.udfs.scaling.fit;

import java.util.Optional;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.udfs.scaling.form.LossForm;

/**
 * A scaling law on one set of rows, or why there is none.
 *
 * @param form what was fitted
 * @param objective what was minimised
 * @param rows number of rows
 * @param starts number of starts, 0 where nothing was fitted
 * @param estimate the law; empty where rows are too few or refused
 * @param status whether to believe it
 * @param message why not, or with which caution, in sentences; empty where there is nothing to say
 */
public record LawFit(
    LossForm form,
    Objective objective,
    int rows,
    int starts,
    Optional<Estimate> estimate,
    LawStatus status,
    String message) {

  /**
   * The law.
   *
   * @throws IllegalStateException with the reason, where there is none
   */
  public Estimate law() {
    return estimate.orElseThrow(() -> new IllegalStateException("no law: " + message));
  }

  /**
   * Whether a coefficient has a value to publish: what is no minimum has none, nor has a floor that
   * is not identified.
   *
   * @param coefficient its name, as in {@link LossForm#coefficients}
   */
  public boolean says(String coefficient) {
    boolean floor =
        form.floor().isPresent()
            && form.coefficientNames().get(form.floor().getAsInt()).equals(coefficient);
    return estimate.isPresent()
        && status != LawStatus.NOT_CONVERGED
        && !(floor && estimate.get().floorLost());
  }
}
