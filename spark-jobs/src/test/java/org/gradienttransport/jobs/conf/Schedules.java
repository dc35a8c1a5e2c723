package org.gradienttransport.jobs.conf;

import java.util.OptionalDouble;

/** Learning rates, for comparisons with published ones. */
final class Schedules {
  private Schedules() {}

  /** Rate of a scale at a step; empty if the schedule or the scale's peak is not known. */
  static OptionalDouble rate(Schedule schedule, String scale, long step) {
    Double peak = schedule.peak().get(scale);
    OptionalDouble relative = schedule.relativeRate(step);
    return peak == null || relative.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(peak * relative.getAsDouble());
  }
}
