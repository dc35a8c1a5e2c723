package org.gradienttransport.jobs.conf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads {@code steps} with an {@code axis}: steps that scales align by tokens or by their share of
 * the training, discovered, computed at given places, or given in a map for each scale.
 */
final class StepAxisParser {
  private final MapReader in;
  private final List<Scale> scales;

  StepAxisParser(MapReader in, List<Scale> scales) {
    this.in = in;
    this.scales = scales;
  }

  StepGrid parse() {
    StepAxis.Kind kind = in.choice("axis", StepAxis.Kind.class);
    boolean map = in.has("map");
    boolean at = in.has("at");
    boolean discover = in.has("discover");
    if ((map ? 1 : 0) + (at ? 1 : 0) + (discover ? 1 : 0) != 1) {
      in.problem(
          "axis",
          "an axis needs either map (steps of each scale), at (a list of places) or discover: true");
      return null;
    }
    return map ? mapped(kind) : onAxis(kind, at);
  }

  private StepGrid onAxis(StepAxis.Kind kind, boolean at) {
    String key = kind == StepAxis.Kind.TOKENS ? "tokens_per_step" : "total_steps";
    Map<String, Long> perScale = perScale(key);
    double tolerance = in.number("tolerance", 0);
    if (at) {
      List<Double> places = in.numbers("at", List.of());
      return in.build(() -> computed(new StepAxis(kind, perScale, tolerance), places));
    }
    if (!in.flag("discover")) {
      in.problem("discover", "only true makes sense here; list places with at otherwise");
    }
    double from = in.number("from", 0);
    double to = in.number("to", Double.MAX_VALUE);
    return in.build(
        () -> new StepGrid.DiscoveredOnAxis(new StepAxis(kind, perScale, tolerance), from, to));
  }

  private StepGrid computed(StepAxis axis, List<Double> places) {
    Map<String, List<AxisStep>> byScale = new TreeMap<>();
    for (Scale scale : scales) {
      byScale.put(
          scale.name(),
          places.stream().map(at -> new AxisStep(at, axis.stepAt(scale, at))).toList());
    }
    return new StepGrid.Mapped(axis.kind(), byScale);
  }

  /** One number for all scales, or one for each. */
  private Map<String, Long> perScale(String key) {
    Map<String, Long> perScale = new TreeMap<>();
    YamlNode value = in.required(key);
    if (value == null) {
      return perScale;
    }
    if (!value.isMapping()) {
      long number = in.integer(value);
      scales.forEach(scale -> perScale.put(scale.name(), number));
      return perScale;
    }
    MapReader numbers = in.inside(value);
    for (Scale scale : scales) {
      perScale.put(scale.name(), numbers.integer(scale.name()));
    }
    numbers.finish();
    return perScale;
  }

  private StepGrid mapped(StepAxis.Kind kind) {
    MapReader byName = in.inside(in.at("map"));
    Map<String, List<AxisStep>> byScale = new TreeMap<>();
    for (Scale scale : scales) {
      YamlNode steps = byName.required(scale.name());
      if (steps != null) {
        byScale.put(scale.name(), steps(byName.inside(steps)));
      }
    }
    byName.finish();
    return in.build(
        () -> {
          requireReference(byScale);
          return new StepGrid.Mapped(kind, byScale);
        });
  }

  private static List<AxisStep> steps(MapReader in) {
    List<AxisStep> steps = new ArrayList<>();
    for (String place : in.keys()) {
      in.has(place);
      long step = in.integer(in.at(place));
      try {
        steps.add(new AxisStep(Double.parseDouble(place), step));
      } catch (IllegalArgumentException e) {
        in.problem(place, "expected a place on the axis such as 1000000000 or 0.5");
      }
    }
    if (steps.isEmpty()) {
      in.problem("map", "there is no step; write {PLACE: STEP, ...}");
    }
    return steps;
  }

  /** Rows of the family as a whole are labelled with the step of its largest scale. */
  private void requireReference(Map<String, List<AxisStep>> byScale) {
    Scale largest = StepGrid.reference(scales);
    TreeSet<Double> places = new TreeSet<>();
    byScale.values().forEach(steps -> steps.forEach(step -> places.add(step.value())));
    byScale.get(largest.name()).forEach(step -> places.remove(step.value()));
    if (!places.isEmpty()) {
      throw new IllegalArgumentException(
          "the largest scale '%s', whose steps label rows of the whole family, has no step at %s"
              .formatted(largest.name(), places.first()));
    }
  }
}
