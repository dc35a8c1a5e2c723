package org.gradienttransport.jobs.conf;

import java.io.Serializable;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.commons.codec.digest.DigestUtils;
import org.gradienttransport.udfs.layout.FieldLayout;
import org.gradienttransport.udfs.layout.LayoutRule;

/** What {@link Family} holds; null stands for a value that is not declared. */
record FamilyFacts(
    String name,
    String title,
    String note,
    FieldSource field,
    String root,
    List<Scale> scales,
    Snapshots snapshot,
    StepGrid steps,
    Grid grid,
    FieldLayout layout,
    Integer expectedTensors,
    WindowBounds window,
    Schedule schedule,
    Performance performance)
    implements Serializable {

  FamilyFacts {
    scales = scales.stream().sorted(Comparator.comparingLong(Scale::entries)).toList();
    requireDistinct("name", scales, Scale::name);
    requireDistinct("path", scales, Scale::path);
    if (steps instanceof StepGrid.Declared declared
        && field == FieldSource.CHECKPOINT_DIFFERENCE
        && declared.steps().size() < 2) {
      throw new IllegalArgumentException("differences need at least two steps");
    }
    if (steps instanceof StepGrid.Discovered
        && !snapshot.directory().hasStep()
        && snapshot.files().stream().anyMatch(file -> !file.hasStep())) {
      throw new IllegalArgumentException("steps.discover needs {step} in snapshot.directory");
    }
  }

  private static <T> void requireDistinct(
      String what, List<Scale> scales, Function<Scale, T> property) {
    Set<T> seen = new HashSet<>();
    for (Scale scale : scales) {
      if (!seen.add(property.apply(scale))) {
        throw new IllegalArgumentException(
            "two scales have the same %s %s; one of them is '%s'"
                .formatted(what, property.apply(scale), scale.name()));
      }
    }
  }

  FamilyFacts withRoot(String newRoot) {
    return with(newRoot, performance);
  }

  FamilyFacts withPerformanceRoot(String newRoot) {
    return with(root, performance == null ? null : performance.withRoot(newRoot));
  }

  private FamilyFacts with(String newRoot, Performance newPerformance) {
    return new FamilyFacts(
        name,
        title,
        note,
        field,
        newRoot,
        scales,
        snapshot,
        steps,
        grid,
        layout,
        expectedTensors,
        window,
        schedule,
        newPerformance);
  }

  String hash() {
    return DigestUtils.sha256Hex(canonical());
  }

  private String canonical() {
    StringBuilder text = new StringBuilder("family-v1\n");
    text.append(LayoutRule.canonicalList(List.of(name))).append('\n').append(field).append('\n');
    for (Scale scale : scales) {
      text.append(LayoutRule.canonicalList(List.of(scale.name())))
          .append(scale.entries())
          .append('/')
          .append(scale.parameters())
          .append('\n');
    }
    return text.append(steps.canonical())
        .append('\n')
        .append(grid)
        .append('\n')
        .append(layout.canonical())
        .append("\nexpected_tensors=")
        .append(expectedTensors)
        .append("\nwindow=")
        .append(window == null ? "auto" : window.from() + ".." + window.to())
        .append('\n')
        .append(schedule.canonical())
        .append("\nperformance=")
        .append(performance == null ? "none" : performance.canonical())
        .append('\n')
        .toString();
  }
}
