package org.gradienttransport.jobs.conf.study;

import java.io.Serializable;
import java.util.List;
import org.gradienttransport.schemas.vocabulary.TrainingClock;

/**
 * Which training curves are fitted against time.
 *
 * @param clocks what time is counted in; empty if nothing is to be fitted
 * @param windowClock what the bounds are counted in
 * @param from least time fitted, inclusive
 * @param to largest time fitted, inclusive; infinite if there is no bound
 */
public record TimeFits(
    List<TrainingClock> clocks, TrainingClock windowClock, double from, double to)
    implements Serializable {
  /** No fit against time. */
  public static final TimeFits NOTHING =
      new TimeFits(List.of(), TrainingClock.STEP, 0, Double.POSITIVE_INFINITY);

  public TimeFits {
    clocks = List.copyOf(clocks);
    if (!(from >= 0 && to > from)) {
      throw new IllegalArgumentException("a window from " + from + " to " + to + " holds nothing");
    }
  }
}
