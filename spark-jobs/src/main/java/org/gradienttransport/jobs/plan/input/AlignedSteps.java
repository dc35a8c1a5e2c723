package org.gradienttransport.jobs.plan.input;

import java.util.List;
import java.util.Map;

/**
 * The snapshot steps of a family.
 *
 * @param steps the steps to measure, increasing
 * @param leftOut by scale, discovered steps that other scales lack and a strict grid therefore
 *     leaves out; scales without any are not listed
 */
public record AlignedSteps(List<Long> steps, Map<String, List<Long>> leftOut) {
  public AlignedSteps {
    steps = List.copyOf(steps);
    leftOut = Map.copyOf(leftOut);
  }
}
