package org.gradienttransport.jobs.plan.input;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.FieldSource;
import org.gradienttransport.jobs.conf.Scale;
import org.gradienttransport.jobs.conf.Snapshots;
import org.gradienttransport.jobs.conf.StepGrid;
import org.gradienttransport.jobs.conf.StepTemplate;
import org.gradienttransport.jobs.exit.JobException;

/** Finds the steps a family's stores have, with one listing per scale. */
final class StepDiscovery {
  private final SnapshotDirectories directories;
  private final Family family;

  StepDiscovery(SnapshotDirectories directories, Family family) {
    this.directories = directories;
    this.family = family;
  }

  AlignedSteps steps() {
    Map<String, NavigableSet<Long>> byScale = found();
    AlignedSteps aligned =
        family.steps() instanceof StepGrid.DiscoveredOnAxis onAxis
            ? StepAlignment.onAxis(family, onAxis.axis(), byScale)
            : StepAlignment.bySteps(family, byScale);
    requireEnough(aligned, byScale);
    return aligned.beside(otherZeros());
  }

  /** The steps that each scale has, whatever others have. */
  Map<String, NavigableSet<Long>> found() {
    Map<String, NavigableSet<Long>> byScale = new TreeMap<>();
    for (Scale scale : family.scales()) {
      byScale.put(scale.name(), stepsOf(scale));
    }
    return byScale;
  }

  /**
   * Names that differ from the template's in zeros alone, by scale and step: no step is read from
   * them. A step that has both names is found.
   */
  Map<String, NavigableMap<Long, String>> otherZeros() {
    Map<String, NavigableMap<Long, String>> byScale = new TreeMap<>();
    for (Scale scale : family.scales()) {
      NavigableMap<Long, String> names = namesOf(scale, StepTemplate::stepBesideZeros);
      names.keySet().removeAll(stepsOf(scale));
      byScale.put(scale.name(), names);
    }
    return byScale;
  }

  private void requireEnough(AlignedSteps aligned, Map<String, NavigableSet<Long>> byScale) {
    int least = family.field() == FieldSource.GRADIENT ? 1 : 2;
    long most = aligned.byScale().values().stream().mapToLong(List::size).max().orElse(0);
    if (most >= least) {
      return;
    }
    List<String> counts = new ArrayList<>();
    for (Scale scale : family.scales()) {
      counts.add(
          "%s: %d in %s"
              .formatted(scale.name(), byScale.get(scale.name()).size(), place(scale).parent()));
      otherZeros().get(scale.name()).values().stream()
          .findFirst()
          .ifPresent(name -> counts.add("the zeros of " + name + " are not those of {step}"));
    }
    throw JobException.missing(
        ("family %s: %d usable step(s) discovered, at least %d needed (%s); check root, scales and"
                + " snapshot")
            .formatted(family.name(), most, least, String.join("; ", counts)));
  }

  private NavigableSet<Long> stepsOf(Scale scale) {
    return namesOf(scale, StepTemplate::stepOf).navigableKeySet();
  }

  private NavigableMap<Long, String> namesOf(
      Scale scale, BiFunction<StepTemplate, String, OptionalLong> stepOf) {
    Place place = place(scale);
    NavigableMap<Long, String> names = new TreeMap<>();
    for (FileStatus status : directories.shared(place.parent()).orElse(Map.of()).values()) {
      String name = Snapshots.wholeName(status.getPath().getName());
      for (StepTemplate template : place.names()) {
        OptionalLong step = stepOf.apply(template, name);
        if (step.isPresent() && family.steps().admits(scale, step.getAsLong())) {
          names.putIfAbsent(step.getAsLong(), name);
        }
      }
    }
    return names;
  }

  /** A directory to list and the names in it that tell a step. */
  private record Place(Path parent, List<StepTemplate> names) {}

  private Place place(Scale scale) {
    Snapshots snapshots = family.snapshots(scale);
    Path root = SnapshotLocator.scaleRoot(family, scale);
    if (snapshots.ref() != null && snapshots.ref().hasStep()) {
      return above(new Path(root, "refs"), snapshots.ref().segments());
    }
    Path base = path(directories.base(root, snapshots, 0));
    return snapshots.directory().hasStep()
        ? above(base, snapshots.directory().segments())
        : new Place(
            path(directories.walk(base, snapshots.directory().segments(), 0)), snapshots.files());
  }

  /** The first name that tells a step, and the directory that it lies in. */
  private Place above(Path from, List<StepTemplate> segments) {
    int first = 0;
    while (!segments.get(first).hasStep()) {
      first++;
    }
    Path parent = path(directories.walk(from, segments.subList(0, first), 0));
    return new Place(parent, List.of(segments.get(first)));
  }

  /** What does not depend on the step must be there once, or no step of the scale can be found. */
  private Path path(SnapshotDirectories.Place place) {
    if (place instanceof SnapshotDirectories.Place.Nowhere nowhere) {
      throw JobException.missing("family %s: %s".formatted(family.name(), nowhere.message()));
    }
    return ((SnapshotDirectories.Place.At) place).path();
  }
}
