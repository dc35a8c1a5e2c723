package org.gradienttransport.udfs.scaling.optimum;

import java.util.Optional;
import org.gradienttransport.schemas.vocabulary.LawStatus;

/**
 * Loss against model size at one budget, and its optimum or why there is none.
 *
 * @param flops C of the budget
 * @param sizes distinct N with a loss
 * @param points sizes inside the window of the parabola; 0 where no window was placed
 * @param status OK, EDGE, TOO_FEW, NOT_CONVEX or OUTSIDE
 * @param message a sentence where there is no optimum; empty otherwise
 * @param vertex the optimum where status is OK
 */
public record IsoFlopProfile(
    double flops,
    int sizes,
    int points,
    LawStatus status,
    String message,
    Optional<Vertex> vertex) {

  static IsoFlopProfile none(
      double flops, int sizes, int points, LawStatus status, String message) {
    return new IsoFlopProfile(flops, sizes, points, status, message, Optional.empty());
  }
}
