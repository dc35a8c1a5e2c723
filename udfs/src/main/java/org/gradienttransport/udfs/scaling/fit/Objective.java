package org.gradienttransport.udfs.scaling.fit;

import org.gradienttransport.schemas.vocabulary.ObjectiveKind;

/**
 * What a fit minimises: a sum over rows, never a mean (METHOD-SCALING section 3).
 *
 * @param kind Huber's loss of the error of ln L in units of delta, or squares of errors of ln L or
 *     L
 * @param delta where Huber's loss turns from square to straight, in ln L; also the unit that
 *     squares are minimised in, so that an optimiser's tolerances see a sum of about the number of
 *     rows
 */
public record Objective(ObjectiveKind kind, double delta) {
  /** Huber's loss with the width of Hoffmann et al. 2022. */
  public static final Objective HUBER = new Objective(ObjectiveKind.HUBER_LOG, 1e-3);

  /** An error of ln L, or of L, that is rounding. */
  private static final double ROUNDING = 1e-9;

  public Objective {
    if (!(delta > 0.0) || delta == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException("delta must be positive and finite, got " + delta);
    }
  }

  /** Least squares. */
  public static Objective leastSquares(ObjectiveKind kind) {
    return new Objective(kind, HUBER.delta);
  }

  /**
   * The objective as published, from the sum that is minimised: Huber's in units of delta, squares
   * in nats squared.
   */
  public double published(double sum) {
    return kind == ObjectiveKind.HUBER_LOG ? sum : sum * delta * delta;
  }

  /** The sum below which rows are fitted to rounding, and nothing lies between two minima. */
  double negligible(int rows) {
    double unit = ROUNDING / delta;
    return rows * unit * unit;
  }
}
