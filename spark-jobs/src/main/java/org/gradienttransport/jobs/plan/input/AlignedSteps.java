package org.gradienttransport.jobs.plan.input;

import java.util.List;
import java.util.Map;
import org.gradienttransport.jobs.conf.FieldStep;

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

  /** Steps of a scale that were left out between the two steps of a field. */
  public List<Long> leftOut(String scale, FieldStep field) {
    return leftOut.getOrDefault(scale, List.of()).stream()
        .filter(step -> step > field.fromStep() && step < field.step())
        .toList();
  }
}
