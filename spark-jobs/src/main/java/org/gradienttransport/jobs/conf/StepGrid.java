package org.gradienttransport.jobs.conf;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The steps at which a family's scales have snapshots: declared, or discovered from what is stored.
 */
public sealed interface StepGrid extends Serializable {

  /** Canonical text: part of what identifies a configuration. */
  String canonical();

  /** The steps that a family's file states for a scale; empty where they are discovered. */
  default Optional<List<Long>> listed(Scale scale) {
    return Optional.empty();
  }

  /** Whether a step of a scale lies between the bounds of discovery, if there are any. */
  default boolean admits(Scale scale, long step) {
    return true;
  }

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
    public Optional<List<Long>> listed(Scale scale) {
      return Optional.of(steps);
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

    @Override
    public boolean admits(Scale scale, long step) {
      return step >= from && step <= to;
    }

    @Override
    public String canonical() {
      return "discovered[" + from + "," + to + "]";
    }
  }

  /**
   * Whatever steps the stores have, aligned on an axis between two of its places.
   *
   * @param from smallest value on the axis, inclusive
   * @param to largest, inclusive
   */
  record DiscoveredOnAxis(StepAxis axis, double from, double to) implements StepGrid {
    public DiscoveredOnAxis {
      if (!(from >= 0 && to >= from)) {
        throw new IllegalArgumentException(
            "steps are discovered from " + from + " to " + to + ", which is no range");
      }
    }

    @Override
    public boolean admits(Scale scale, long step) {
      double value = axis.value(scale, step);
      return value >= from && value <= to;
    }

    @Override
    public String canonical() {
      return "discovered{%s;%s..%s}"
          .formatted(axis.canonical(), Double.toHexString(from), Double.toHexString(to));
    }
  }

  /**
   * Steps given for each scale, aligned where their values on the axis are equal.
   *
   * @param kind what the axis counts
   * @param byScale by scale name, steps and their values, both increasing
   */
  record Mapped(StepAxis.Kind kind, Map<String, List<AxisStep>> byScale) implements StepGrid {
    public Mapped {
      Map<String, List<AxisStep>> copies = new TreeMap<>();
      byScale.forEach((scale, steps) -> copies.put(scale, increasing(scale, steps)));
      byScale = Collections.unmodifiableMap(copies);
    }

    private static List<AxisStep> increasing(String scale, List<AxisStep> steps) {
      List<AxisStep> sorted =
          steps.stream().sorted(Comparator.comparingDouble(AxisStep::value)).toList();
      for (int i = 1; i < sorted.size(); i++) {
        AxisStep before = sorted.get(i - 1);
        AxisStep after = sorted.get(i);
        if (before.value() == after.value() || before.step() >= after.step()) {
          throw new IllegalArgumentException(
              "steps of scale '%s' must increase along the axis, but %d at %s follows %d at %s"
                  .formatted(scale, after.step(), after.value(), before.step(), before.value()));
        }
      }
      requireIncreasing(sorted.stream().map(AxisStep::step).toList());
      return sorted;
    }

    @Override
    public Optional<List<Long>> listed(Scale scale) {
      return Optional.of(
          byScale.getOrDefault(scale.name(), List.of()).stream().map(AxisStep::step).toList());
    }

    @Override
    public String canonical() {
      StringBuilder text = new StringBuilder("mapped{").append(kind);
      byScale.forEach(
          (scale, steps) ->
              text.append(';')
                  .append(scale)
                  .append('=')
                  .append(steps.stream().map(AxisStep::canonical).toList()));
      return text.append('}').toString();
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

  /**
   * The scale whose training steps label the rows of a family as a whole where scales align on an
   * axis: the largest, of equally large ones the last by name.
   */
  static Scale reference(List<Scale> scales) {
    return scales.stream()
        .max(Comparator.comparingLong(Scale::entries).thenComparing(Scale::name))
        .orElseThrow();
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
