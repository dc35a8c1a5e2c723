package org.gradienttransport.jobs.conf;

import java.io.Serializable;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the scales of a family have in common where it is not the training step: scales with other
 * batches have seen as many tokens at other steps.
 *
 * @param kind what is counted
 * @param perScale by scale name, tokens of one step, or for a share the steps of the whole training
 * @param tolerance how far, as a share of the largest scale's value, another scale's may be off
 */
public record StepAxis(Kind kind, Map<String, Long> perScale, double tolerance)
    implements Serializable {

  /** What is counted. */
  public enum Kind {
    /** Tokens trained on. */
    TOKENS,
    /** Share of the training done, from 0 to 1. */
    SHARE
  }

  /** Beyond this, positions of one scale could be taken for each other. */
  private static final double LARGEST_TOLERANCE = 0.25;

  public StepAxis {
    perScale = Map.copyOf(perScale);
    perScale.forEach(
        (scale, number) -> {
          if (number < 1) {
            throw new IllegalArgumentException(
                "scale '%s' must have a positive number, got %d".formatted(scale, number));
          }
        });
    if (!(tolerance >= 0 && tolerance <= LARGEST_TOLERANCE)) {
      throw new IllegalArgumentException(
          "tolerance must lie in [0, %s], got %s".formatted(LARGEST_TOLERANCE, tolerance));
    }
  }

  /** Where a step of a scale lies on the axis; equal shares are equal to the last bit. */
  public double value(Scale scale, long step) {
    double number = perScale.get(scale.name());
    return kind == Kind.TOKENS ? step * number : step / number;
  }

  /**
   * The step of a scale at a place of the axis.
   *
   * @throws IllegalArgumentException if no whole step lies within the tolerance
   */
  public long stepAt(Scale scale, double value) {
    double number = perScale.get(scale.name());
    double step = Math.rint(kind == Kind.TOKENS ? value / number : value * number);
    if (step > 1e15 || !near(value(scale, (long) step), value)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "scale '%s' has no whole step at %s: the nearest, %.0f, is at %s; state a tolerance",
              scale.name(),
              value,
              step,
              value(scale, (long) step)));
    }
    return (long) step;
  }

  /** Whether a value is another within the tolerance. */
  public boolean near(double value, double reference) {
    return Math.abs(value - reference) <= tolerance * Math.abs(reference);
  }

  String canonical() {
    return kind + ";" + new TreeMap<>(perScale) + ";" + Double.toHexString(tolerance);
  }
}
