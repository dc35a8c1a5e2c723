package org.gradienttransport.udfs.window;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Finds a stable window from v_rel(t) of all scales when the configuration gives none [ours].
 *
 * <p>y(t) is the mean over scales of log v_rel, at the steps where every scale has one; m(t) its
 * centred 11-step rolling median. The tolerance is b = max(log 1.05, sigma), sigma = 1.4826 times
 * the median of |y - m|, the scatter of single steps. The window is the longest run of steps in
 * which m stays within b of its median over the run and the straight-line drift of y over the run
 * is at most b; of equally long runs the later. Drift is bounded by size and not by a significance
 * test, because a long window makes any drift significant. A window has at least a third of the
 * steps, but never fewer than 5 nor necessarily more than 20.
 */
public final class AutomaticWindow {
  private static final double FLOOR = StrictMath.log(1.05);
  private static final double MAD_TO_SD = 1.4826;

  private final long[] steps;
  private final double[] level;
  private final double[] smooth;
  private final double tolerance;
  private final int minimum;

  private AutomaticWindow(StepSeries level) {
    this.steps = level.steps();
    this.level = level.values();
    this.smooth = RollingMedian.centred(this.level, RollingMedian.PAPER_WIDTH);
    this.tolerance = Math.max(FLOOR, noise(this.level, smooth));
    this.minimum = Math.min(20, Math.max(5, (steps.length + 2) / 3));
  }

  /**
   * Looks for a window.
   *
   * @param steps strictly ascending training steps
   * @param vRel v_rel by scale, then by step; NaN where a scale has no usable field
   * @return empty if no run of steps is stable, or fewer than five steps are complete
   * @throws IllegalArgumentException if lengths differ, steps do not ascend or a value is not
   *     positive
   */
  public static Optional<StableWindow> find(long[] steps, double[][] vRel) {
    StepSeries level = meanLog(steps, vRel);
    return level.size() < 5 ? Optional.empty() : new AutomaticWindow(level).longest();
  }

  private Optional<StableWindow> longest() {
    int[] reach = reach();
    for (int length = steps.length; length >= minimum; length--) {
      for (int first = steps.length - length; first >= 0; first--) {
        if (reach[first] >= first + length && stable(first, first + length)) {
          return Optional.of(new StableWindow(steps[first], steps[first + length - 1], rule()));
        }
      }
    }
    return Optional.empty();
  }

  // A run whose extremes are 2 b apart cannot lie within b of anything: the search stops there.
  private int[] reach() {
    int[] reach = new int[steps.length];
    for (int first = 0; first < steps.length; first++) {
      double low = smooth[first];
      double high = smooth[first];
      int end = first;
      while (end < steps.length && high - low <= 2.0 * tolerance) {
        end++;
        if (end < steps.length) {
          low = Math.min(low, smooth[end]);
          high = Math.max(high, smooth[end]);
        }
      }
      reach[first] = end;
    }
    return reach;
  }

  private boolean stable(int first, int end) {
    double[] run = Arrays.copyOfRange(smooth, first, end);
    double centre = WindowStatistics.median(run);
    for (double value : run) {
      if (Math.abs(value - centre) > tolerance) {
        return false;
      }
    }
    StepSeries part =
        StepSeries.of(Arrays.copyOfRange(steps, first, end), Arrays.copyOfRange(level, first, end));
    return Math.abs(Drift.of(part).total()) <= tolerance;
  }

  private String rule() {
    return String.format(
        Locale.ROOT,
        "automatic v1: longest run of at least %d of %d complete steps where the 11-step rolling"
            + " median of mean log v_rel stays within %.4f of its median and the linear drift of"
            + " mean log v_rel is at most %.4f",
        minimum,
        steps.length,
        tolerance,
        tolerance);
  }

  private static double noise(double[] level, double[] smooth) {
    double[] deviations =
        IntStream.range(0, level.length).mapToDouble(i -> Math.abs(level[i] - smooth[i])).toArray();
    return MAD_TO_SD * WindowStatistics.median(deviations);
  }

  private static StepSeries meanLog(long[] steps, double[][] vRel) {
    for (double[] scale : vRel) {
      if (scale.length != steps.length) {
        throw new IllegalArgumentException(
            "v_rel needs one value per step for every scale, got %s values for %s steps"
                .formatted(scale.length, steps.length));
      }
    }
    int[] complete =
        IntStream.range(0, vRel.length == 0 ? 0 : steps.length)
            .filter(t -> Arrays.stream(vRel).noneMatch(scale -> Double.isNaN(scale[t])))
            .toArray();
    return StepSeries.of(
        Arrays.stream(complete).mapToLong(t -> steps[t]).toArray(),
        Arrays.stream(complete).mapToDouble(t -> meanLog(vRel, t)).toArray());
  }

  // Sorted first, so that the order of the scales does not reach the last bit.
  private static double meanLog(double[][] vRel, int t) {
    return StatUtils.mean(Arrays.stream(vRel).mapToDouble(s -> log(s[t])).sorted().toArray());
  }

  private static double log(double vRel) {
    if (!(vRel > 0.0)) {
      throw new IllegalArgumentException(
          "v_rel must be positive, got " + vRel + "; give NaN for a degenerate field");
    }
    return StrictMath.log(vRel);
  }
}
