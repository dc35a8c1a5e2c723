package org.gradienttransport.jobs.conf;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps at which a family's scales have snapshots: declared, or discovered from what is stored.
 */
public sealed interface StepGrid extends Serializable {

  /** Canonical text: part of what identifies a configuration. */
  String canonical();

  /**
   * Steps given in the family's file.
   *
   * @param steps strictly increasing
   */
  record Declared(List<Long> steps) implements StepGrid {
    public Declared {
      steps = List.copyOf(steps);
      requireIncreasing(steps);
    }

    @Override
    public String canonical() {
      return "declared" + steps;
    }
  }

  /**
   * Whatever steps the stores have between two bounds.
   *
   * @param from smallest step, inclusive
   * @param to largest step, inclusive
   */
  record Discovered(long from, long to) implements StepGrid {
    public Discovered {
      if (from < 0 || to < from) {
        throw new IllegalArgumentException(
            "steps are discovered from " + from + " to " + to + ", which is no range");
      }
    }

    /** Whether a step lies between the bounds. */
    public boolean contains(long step) {
      return step >= from && step <= to;
    }

    @Override
    public String canonical() {
      return "discovered[" + from + "," + to + "]";
    }
  }

  /**
   * The fields that snapshots at these steps give: one per step for gradients, one per consecutive
   * pair, labelled by the later, for checkpoint differences.
   *
   * @param steps strictly increasing snapshot steps
   */
  static List<FieldStep> fields(FieldSource source, List<Long> steps) {
    requireIncreasing(steps);
    List<FieldStep> fields = new ArrayList<>();
    for (int i = source == FieldSource.GRADIENT ? 0 : 1; i < steps.size(); i++) {
      long step = steps.get(i);
      fields.add(new FieldStep(source == FieldSource.GRADIENT ? step : steps.get(i - 1), step));
    }
    return List.copyOf(fields);
  }

  private static void requireIncreasing(List<Long> steps) {
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("there is no step");
    }
    long previous = -1;
    for (long step : steps) {
      if (step < 0) {
        throw new IllegalArgumentException("step " + step + " is negative");
      }
      if (step <= previous) {
        throw new IllegalArgumentException(
            "steps must increase, but " + step + " follows " + previous);
      }
      previous = step;
    }
  }
}
