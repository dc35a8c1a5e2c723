package org.gradienttransport.jobs.conf;

import java.io.Serializable;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * The learning rate eta(t) that a family was trained with; correlations are also taken with it held
 * fixed (METHOD section 6).
 *
 * @param kind the rate's course after the warm-up
 * @param peak largest rate, by scale name
 * @param warmupSteps steps over which the rate grows linearly from 0 to the peak
 * @param totalSteps step at which the decay ends; 0 for a course without an end
 * @param floorRatio rate at the end of a cosine decay, as a share of the peak
 */
public record Schedule(
    Kind kind, Map<String, Double> peak, long warmupSteps, long totalSteps, double floorRatio)
    implements Serializable {

  /** The rate's course after the warm-up. */
  public enum Kind {
    /** A straight line from the peak to 0 at {@code totalSteps}. */
    LINEAR_TO_ZERO,
    /** Half a cosine from the peak to {@code floorRatio} times the peak at {@code totalSteps}. */
    COSINE,
    /** The peak for ever. */
    CONSTANT,
    /** Not known: nothing is held fixed. */
    NONE;

    boolean decays() {
      return this == LINEAR_TO_ZERO || this == COSINE;
    }
  }

  /** No known schedule. */
  public static final Schedule UNKNOWN = new Schedule(Kind.NONE, Map.of(), 0, 0, 0);

  public Schedule {
    Objects.requireNonNull(kind, "kind");
    peak = Map.copyOf(peak);
    for (Map.Entry<String, Double> rate : peak.entrySet()) {
      if (!(rate.getValue() > 0 && Double.isFinite(rate.getValue()))) {
        throw new IllegalArgumentException(
            "the peak rate of " + rate.getKey() + " must be positive, got " + rate.getValue());
      }
    }
    if (warmupSteps < 0) {
      throw new IllegalArgumentException("warmup_steps must not be negative, got " + warmupSteps);
    }
    if (kind.decays() && totalSteps <= warmupSteps) {
      throw new IllegalArgumentException(
          "total_steps must be larger than warmup_steps %d, got %d"
              .formatted(warmupSteps, totalSteps));
    }
    if (!(floorRatio >= 0 && floorRatio <= 1)) {
      throw new IllegalArgumentException("floor_ratio must lie in [0, 1], got " + floorRatio);
    }
  }

  /** Learning rate at a step as a share of the peak, the same at every scale; empty if unknown. */
  public OptionalDouble relativeRate(long step) {
    if (kind == Kind.NONE) {
      return OptionalDouble.empty();
    }
    if (step < warmupSteps) {
      return OptionalDouble.of((double) step / warmupSteps);
    }
    return OptionalDouble.of(afterWarmup(step));
  }

  private double afterWarmup(long step) {
    if (!kind.decays()) {
      return 1;
    }
    double done = Math.min(1, (double) (step - warmupSteps) / (totalSteps - warmupSteps));
    if (kind == Kind.LINEAR_TO_ZERO) {
      return 1 - done;
    }
    // StrictMath: the same rate, bit for bit, on every machine.
    return floorRatio + (1 - floorRatio) * 0.5 * (1 + StrictMath.cos(Math.PI * done));
  }

  /** Canonical text: part of what identifies a configuration. */
  public String canonical() {
    StringBuilder text = new StringBuilder("schedule{").append(kind);
    new TreeMap<>(peak)
        .forEach((scale, rate) -> text.append(';').append(scale).append('=').append(hex(rate)));
    return text.append(";warmup=" + warmupSteps + ";total=" + totalSteps)
        .append(";floor=")
        .append(hex(floorRatio))
        .append('}')
        .toString();
  }

  /** Decimal text of a double is not the same on every Java release; its hexadecimal text is. */
  private static String hex(double value) {
    return Double.toHexString(value);
  }
}
