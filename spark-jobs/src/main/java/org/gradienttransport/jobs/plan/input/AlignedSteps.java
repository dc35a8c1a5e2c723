package org.gradienttransport.jobs.plan.input;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.FieldSource;
import org.gradienttransport.jobs.conf.FieldStep;
import org.gradienttransport.jobs.conf.Scale;
import org.gradienttransport.jobs.conf.StepGrid;

/**
 * The snapshot steps of a family.
 *
 * @param byScale the steps to measure of each scale, increasing; on a partial grid each has its own
 * @param leftOut by scale, steps that it has and that are not measured, because other scales lack
 *     them and the grid is strict, because nothing on the axis is near, or because their names have
 *     other zeros than the template; scales without any are not listed
 * @param otherZeros by scale, the names of the last kind; scales without any are not listed
 */
public record AlignedSteps(
    Map<String, List<ScaleStep>> byScale,
    Map<String, List<Long>> leftOut,
    Map<String, List<String>> otherZeros) {
  public AlignedSteps {
    byScale = Map.copyOf(byScale);
    leftOut = Map.copyOf(leftOut);
    otherZeros = Map.copyOf(otherZeros);
  }

  /** Alignment beside names, by scale and step, that differ from the template's in zeros alone. */
  AlignedSteps beside(Map<String, NavigableMap<Long, String>> names) {
    Map<String, List<Long>> left = new TreeMap<>(leftOut);
    Map<String, List<String>> others = new TreeMap<>();
    names.forEach(
        (scale, of) -> {
          if (!of.isEmpty()) {
            NavigableSet<Long> steps = new TreeSet<>(of.keySet());
            steps.addAll(leftOut.getOrDefault(scale, List.of()));
            left.put(scale, List.copyOf(steps));
            others.put(scale, List.copyOf(of.values()));
          }
        });
    return new AlignedSteps(byScale, left, others);
  }

  /** The same steps for every scale. */
  static AlignedSteps same(Family family, List<Long> steps) {
    Map<String, List<ScaleStep>> byScale = new TreeMap<>();
    List<ScaleStep> all = steps.stream().map(ScaleStep::of).toList();
    family.scales().forEach(scale -> byScale.put(scale.name(), all));
    return new AlignedSteps(byScale, Map.of(), Map.of());
  }

  /** The steps of a scale, increasing. */
  public List<Long> of(Scale scale) {
    return byScale.get(scale.name()).stream().map(ScaleStep::step).toList();
  }

  /**
   * A field of a scale.
   *
   * @param field the snapshots that it is made of
   * @param from what the earlier snapshot is aligned with; the same as {@code to} for a gradient
   * @param to what the snapshot is aligned with
   * @param leftOut steps of the scale between them that are not measured
   */
  public record ScaleField(FieldStep field, ScaleStep from, ScaleStep to, List<Long> leftOut) {}

  /** The fields of a scale: between consecutive snapshots of its own. */
  public List<ScaleField> fields(Scale scale, FieldSource source) {
    Map<Long, ScaleStep> steps = new TreeMap<>();
    byScale.get(scale.name()).forEach(step -> steps.put(step.step(), step));
    List<ScaleField> fields = new ArrayList<>();
    if (steps.isEmpty()) {
      return fields;
    }
    for (FieldStep field : StepGrid.fields(source, List.copyOf(steps.keySet()))) {
      fields.add(
          new ScaleField(
              field,
              steps.get(field.fromStep()),
              steps.get(field.step()),
              leftOut(scale.name(), field)));
    }
    return fields;
  }

  /** Steps of a scale that were left out between the two steps of a field. */
  private List<Long> leftOut(String scale, FieldStep field) {
    return leftOut.getOrDefault(scale, List.of()).stream()
        .filter(step -> step > field.fromStep() && step < field.step())
        .toList();
  }
}
