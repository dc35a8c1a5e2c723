package org.gradienttransport.jobs.conf;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
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
 * @param floorRatio rate at the end of a decay, as a share of the peak
 * @param course what else some kinds need
 */
public record Schedule(
    Kind kind,
    Map<String, Double> peak,
    long warmupSteps,
    long totalSteps,
    double floorRatio,
    Course course)
    implements Serializable {

  /** The rate's course after the warm-up. */
  public enum Kind {
    /** A straight line from the peak to 0 at {@code totalSteps}. */
    LINEAR_TO_ZERO,
    /** Half a cosine from the peak to {@code floorRatio} times the peak at {@code totalSteps}. */
    COSINE,
    /** The peak for ever. */
    CONSTANT,
    /** The peak until {@code decayFrom}, then a decay to the floor at {@code totalSteps}. */
    WARMUP_STABLE_DECAY,
    /** The same, stated by the length of its last part. */
    CONSTANT_WITH_COOLDOWN,
    /** The peak times the square root of {@code warmupSteps / step}. */
    INVERSE_SQRT,
    /** Straight lines between given shares of the peak. */
    TABLE,
    /** Not known: nothing is held fixed. */
    NONE;

    boolean decays() {
      return this == LINEAR_TO_ZERO || this == COSINE || holdsFirst();
    }

    boolean holdsFirst() {
      return this == WARMUP_STABLE_DECAY || this == CONSTANT_WITH_COOLDOWN;
    }
  }

  /** How a rate falls from the peak, at 1, to the floor, at 0, as the decay goes from 0 to 1. */
  public enum Decay {
    /** A straight line. */
    LINEAR,
    /** Half a cosine. */
    COSINE,
    /** One less the square root of the share done. */
    ONE_MINUS_SQRT;

    double left(double done) {
      return switch (this) {
        case LINEAR -> 1 - done;
        // StrictMath: the same rate, bit for bit, on every machine.
        case COSINE -> 0.5 * (1 + StrictMath.cos(Math.PI * done));
        case ONE_MINUS_SQRT -> 1 - StrictMath.sqrt(done);
      };
    }
  }

  /**
   * What some kinds need beside steps and rates.
   *
   * @param decayFrom step at which a decay after a constant rate begins
   * @param decay its shape
   * @param table shares of the peak by step
   */
  public record Course(long decayFrom, Decay decay, Map<Long, Double> table)
      implements Serializable {
    /** Of kinds that need no more. */
    public static final Course PLAIN = new Course(0, Decay.LINEAR, Map.of());

    public Course {
      table = Collections.unmodifiableMap(new TreeMap<>(table));
    }
  }

  /** No known schedule. */
  public static final Schedule UNKNOWN = new Schedule(Kind.NONE, Map.of(), 0, 0, 0);

  /** A schedule that needs no more than steps and rates. */
  public Schedule(
      Kind kind, Map<String, Double> peak, long warmupSteps, long totalSteps, double floorRatio) {
    this(kind, peak, warmupSteps, totalSteps, floorRatio, Course.PLAIN);
  }

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
    requireCourse(kind, warmupSteps, totalSteps, course);
  }

  private static void requireCourse(Kind kind, long warmup, long total, Course course) {
    if (kind.holdsFirst() && (course.decayFrom() < warmup || course.decayFrom() >= total)) {
      throw new IllegalArgumentException(
          "the decay must begin between warmup_steps %d and total_steps %d, got step %d"
              .formatted(warmup, total, course.decayFrom()));
    }
    if (kind == Kind.INVERSE_SQRT && warmup < 1) {
      throw new IllegalArgumentException("inverse_sqrt needs warmup_steps, at least 1");
    }
    if (kind == Kind.TABLE && course.table().isEmpty()) {
      throw new IllegalArgumentException("the table has no rates; write {STEP: SHARE, ...}");
    }
    course
        .table()
        .forEach(
            (step, share) -> {
              if (step < 0 || !(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException(
                    "a table has shares of the peak in [0, 1] by step, not %s at step %d"
                        .formatted(share, step));
              }
            });
  }

  /**
   * Learning rate at a step as a share of the peak, the same at every scale; empty if unknown.
   *
   * @param step training step; of the largest scale where scales align on an axis
   */
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
    return switch (kind) {
      case LINEAR_TO_ZERO -> 1 - done(warmupSteps, step);
      case COSINE -> floored(Decay.COSINE.left(done(warmupSteps, step)));
      case WARMUP_STABLE_DECAY, CONSTANT_WITH_COOLDOWN ->
          step <= course.decayFrom()
              ? 1
              : floored(course.decay().left(done(course.decayFrom(), step)));
      case INVERSE_SQRT -> StrictMath.sqrt((double) warmupSteps / step);
      case TABLE -> fromTable(step);
      case CONSTANT, NONE -> 1;
    };
  }

  private double done(long from, long step) {
    return Math.min(1, (double) (step - from) / (totalSteps - from));
  }

  private double floored(double left) {
    return floorRatio + (1 - floorRatio) * left;
  }

  private double fromTable(long step) {
    NavigableMap<Long, Double> table = new TreeMap<>(course.table());
    Map.Entry<Long, Double> before = table.floorEntry(step);
    Map.Entry<Long, Double> after = table.ceilingEntry(step);
    if (before == null || after == null || before.getKey().equals(after.getKey())) {
      return (before == null ? after : before).getValue();
    }
    double done = (double) (step - before.getKey()) / (after.getKey() - before.getKey());
    return before.getValue() + (after.getValue() - before.getValue()) * done;
  }

  /** Canonical text: part of what identifies a configuration. */
  public String canonical() {
    StringBuilder text = new StringBuilder("schedule{").append(kind);
    new TreeMap<>(peak)
        .forEach((scale, rate) -> text.append(';').append(scale).append('=').append(hex(rate)));
    text.append(";warmup=" + warmupSteps + ";total=" + totalSteps)
        .append(";floor=")
        .append(hex(floorRatio));
    if (kind.holdsFirst()) {
      text.append(";from=").append(course.decayFrom()).append(';').append(course.decay());
    }
    course
        .table()
        .forEach((step, share) -> text.append(';').append(step).append(':').append(hex(share)));
    return text.append('}').toString();
  }

  /** Decimal text of a double is not the same on every Java release; its hexadecimal text is. */
  private static String hex(double value) {
    return Double.toHexString(value);
  }
}
