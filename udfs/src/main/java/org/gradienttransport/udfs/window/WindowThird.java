package org.gradienttransport.udfs.window;

import java.util.Locale;
import org.gradienttransport.schemas.vocabulary.WindowName;

/** Thirds of a window by number of steps (METHOD section 3, paper Fig. 5c). */
public enum WindowThird {
  EARLY(0),
  MID(1),
  LATE(2);

  private final int before;

  WindowThird(int before) {
    this.before = before;
  }

  /** This third among the windows of the published tables. */
  public WindowName window() {
    return WindowName.valueOf(name());
  }

  /** The name as published in tables: early, mid, late. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * This third of a series: positions floor(k n / 3) to floor((k + 1) n / 3) - 1 for k = 0, 1, 2,
   * so lengths differ by one at most and every step belongs to one third [ours].
   */
  public StepSeries of(StepSeries window) {
    int first = first(window.size());
    int end = end(window.size());
    if (first == end) {
      return StepSeries.of(new long[0], new double[0]);
    }
    long[] steps = window.steps();
    return window.between(steps[first], steps[end - 1]);
  }

  /** First position of this third among n steps. */
  public int first(int n) {
    return Math.toIntExact((long) before * n / 3);
  }

  /** Position after the last of this third among n steps. */
  public int end(int n) {
    return Math.toIntExact((before + 1L) * n / 3);
  }
}
