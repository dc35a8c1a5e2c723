package org.gradienttransport.jobs.plan.input;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.gradienttransport.jobs.conf.AxisStep;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.Grid;
import org.gradienttransport.jobs.conf.Scale;
import org.gradienttransport.jobs.conf.StepAxis;
import org.gradienttransport.jobs.conf.StepGrid;

/**
 * Which steps of different scales belong together: equal ones, or on an axis those at one place.
 * The places are those of the largest scale; each takes the nearest snapshot of every other scale
 * within the axis' tolerance, and no snapshot serves two places.
 */
final class StepAlignment {
  private final Family family;
  private final Map<String, ? extends Collection<Long>> found;

  private StepAlignment(Family family, Map<String, ? extends Collection<Long>> found) {
    this.family = family;
    this.found = found;
  }

  /** Aligns steps by themselves: on a strict grid those that all scales have. */
  static AlignedSteps bySteps(Family family, Map<String, NavigableSet<Long>> found) {
    Map<String, List<ScaleStep>> byScale = new TreeMap<>();
    NavigableSet<Long> common = new TreeSet<>();
    found.values().forEach(common::addAll);
    if (family.grid() == Grid.STRICT) {
      found.values().forEach(common::retainAll);
    }
    found.forEach(
        (scale, steps) ->
            byScale.put(
                scale, steps.stream().filter(common::contains).map(ScaleStep::of).toList()));
    return new StepAlignment(family, found).without(byScale);
  }

  /** Aligns discovered steps on an axis. */
  static AlignedSteps onAxis(Family family, StepAxis axis, Map<String, NavigableSet<Long>> found) {
    Scale reference = StepGrid.reference(family.scales());
    NavigableMap<Double, Long> places = new TreeMap<>();
    found.get(reference.name()).forEach(step -> places.put(axis.value(reference, step), step));
    Map<String, Map<Double, Long>> taken = new TreeMap<>();
    for (Scale scale : family.scales()) {
      taken.put(scale.name(), nearest(axis, scale, found.get(scale.name()), places));
    }
    taken.put(reference.name(), places);
    return new StepAlignment(family, found).at(places, taken);
  }

  /** Steps that the family's file maps to places. */
  static AlignedSteps mapped(Family family, StepGrid.Mapped grid) {
    Map<String, Map<Double, Long>> taken = new TreeMap<>();
    Map<String, List<Long>> steps = new TreeMap<>();
    grid.byScale()
        .forEach(
            (scale, of) -> {
              taken.put(
                  scale, of.stream().collect(Collectors.toMap(AxisStep::value, AxisStep::step)));
              steps.put(scale, of.stream().map(AxisStep::step).toList());
            });
    NavigableMap<Double, Long> places =
        new TreeMap<>(taken.get(StepGrid.reference(family.scales()).name()));
    return new StepAlignment(family, steps).at(places, taken);
  }

  private static Map<Double, Long> nearest(
      StepAxis axis, Scale scale, NavigableSet<Long> steps, NavigableMap<Double, Long> places) {
    Map<Double, Long> taken = new HashMap<>();
    for (long step : steps) {
      double value = axis.value(scale, step);
      Double place = nearest(value, places);
      if (place == null || !axis.near(value, place)) {
        continue;
      }
      Long other = taken.get(place);
      // Of two that are equally near the earlier one stays.
      if (other == null || Math.abs(value - place) < Math.abs(axis.value(scale, other) - place)) {
        taken.put(place, step);
      }
    }
    return taken;
  }

  private static Double nearest(double value, NavigableMap<Double, Long> places) {
    Double below = places.floorKey(value);
    Double above = places.ceilingKey(value);
    if (below == null || above == null) {
      return below == null ? above : below;
    }
    return value - below <= above - value ? below : above;
  }

  private AlignedSteps at(NavigableMap<Double, Long> places, Map<String, Map<Double, Long>> taken) {
    Map<String, List<ScaleStep>> byScale = new TreeMap<>();
    family.scales().forEach(scale -> byScale.put(scale.name(), new ArrayList<>()));
    places.forEach(
        (place, label) -> {
          if (family.grid() == Grid.PARTIAL
              || taken.values().stream().allMatch(steps -> steps.containsKey(place))) {
            byScale.forEach(
                (scale, steps) -> {
                  Long step = taken.get(scale).get(place);
                  if (step != null) {
                    steps.add(new ScaleStep(step, label, place));
                  }
                });
          }
        });
    return without(byScale);
  }

  private AlignedSteps without(Map<String, List<ScaleStep>> byScale) {
    Map<String, List<Long>> leftOut = new TreeMap<>();
    byScale.forEach(
        (scale, steps) -> {
          List<Long> others = new ArrayList<>(found.get(scale));
          others.removeAll(steps.stream().map(ScaleStep::step).collect(Collectors.toSet()));
          if (!others.isEmpty()) {
            leftOut.put(scale, List.copyOf(others));
          }
        });
    return new AlignedSteps(byScale, leftOut, Map.of());
  }
}
