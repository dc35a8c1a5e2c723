package org.gradienttransport.jobs.conf;

import java.io.Serializable;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.udfs.layout.FieldLayout;
import org.gradienttransport.udfs.layout.LayoutRule;

/**
 * One family of models trained alike at several scales, as its file describes it.
 *
 * @param name how the family is called in every table
 * @param title the family in one line, for people
 * @param note what must be said wherever the family's numbers are shown; may be empty
 * @param field what a snapshot's field is
 * @param root Hadoop path below which every scale lies
 * @param scales by increasing N
 * @param snapshot where one step's tensors lie below a scale
 * @param steps the aligned steps
 * @param grid which scales a fit needs
 * @param layout which tensors make the field, in which order
 * @param schedule the learning rate over the steps
 * @param declared values that a file may leave out
 */
public record Family(
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
    Schedule schedule,
    Declared declared)
    implements Serializable {

  /**
   * Values that a family's file may leave out; null stands for one that is not there, since
   * optional values are not serializable.
   *
   * @param expectedTensors how many tensors a field has
   * @param window the stable window
   * @param performance the external performance
   * @param hub where a model hub keeps the snapshots
   * @param cohort its place among families that differ in their seed
   * @param variations of the probe that the family is measured under, too
   */
  public record Declared(
      Integer expectedTensors,
      WindowBounds window,
      PerformanceFiles performance,
      HubSource hub,
      CohortMember cohort,
      Variations variations)
      implements Serializable {}

  public Family {
    scales = scales.stream().sorted(Comparator.comparingLong(Scale::entries)).toList();
    requireDistinct("name", scales, Scale::name);
    requireDistinct("path", scales, Scale::path);
    if (field == FieldSource.CHECKPOINT_DIFFERENCE
        && scales.stream()
            .flatMap(scale -> steps.listed(scale).stream())
            .anyMatch(listed -> listed.size() < 2)) {
      throw new IllegalArgumentException("differences need at least two steps");
    }
    for (Scale scale : scales) {
      Snapshots placed = snapshots(snapshot, scale);
      steps
          .listed(scale)
          .ifPresentOrElse(
              listed -> requireNamesOfSteps(scale, listed), () -> requireUsable(placed));
      if (declared.hub() != null) {
        declared.hub().of(scale);
      }
    }
  }

  private static void requireUsable(Snapshots snapshots) {
    if (!snapshots.directoryPerStep()
        && snapshots.files().stream().anyMatch(file -> !file.hasStep())) {
      throw new IllegalArgumentException("steps.discover needs {step} in snapshot.directory");
    }
  }

  /** A name for a step that is none of those listed is a slip of the pen. */
  private static void requireNamesOfSteps(Scale scale, List<Long> listed) {
    Set<Long> unknown = new TreeSet<>(scale.own().stepNames().keySet());
    unknown.removeAll(Set.copyOf(listed));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "step_names of scale '%s' names step %s, which is none of 'steps'"
              .formatted(scale.name(), unknown.iterator().next()));
    }
  }

  private static Snapshots snapshots(Snapshots shared, Scale scale) {
    Snapshots own = scale.own().snapshot();
    return (own == null ? shared : own).of(scale);
  }

  /** Where one step's tensors lie below a scale's directory. */
  public Snapshots snapshots(Scale scale) {
    return snapshots(snapshot, scale);
  }

  /** Whether scales are aligned by something else than their training steps. */
  public boolean onAxis() {
    return steps instanceof StepGrid.DiscoveredOnAxis || steps instanceof StepGrid.Mapped;
  }

  /** The scale whose steps label rows of the family as a whole where scales align on an axis. */
  public Scale reference() {
    return StepGrid.reference(scales);
  }

  /**
   * The scale of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Scale scale(String scaleName) {
    return scales.stream()
        .filter(scale -> scale.name().equals(scaleName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + " has no scale " + scaleName));
  }

  /** Which tensors make a scale's field, in which order. */
  public FieldLayout layout(Scale scale) {
    return scale.layout().orElse(layout);
  }

  /** Where a model hub keeps the snapshots, if that is stated; see {@link HubSource#of}. */
  public Optional<HubSource> hub() {
    return Optional.ofNullable(declared.hub());
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

  /** How many tensors a field has, if declared. */
  public OptionalInt expectedTensors() {
    Integer expected = declared.expectedTensors();
    return expected == null ? OptionalInt.empty() : OptionalInt.of(expected);
  }

  /** The stable window, unless it is to be found automatically. */
  public Optional<WindowBounds> window() {
    return Optional.ofNullable(declared.window());
  }

  /** Its place among families that differ only in their seed, if it has one. */
  public Optional<CohortMember> cohort() {
    return Optional.ofNullable(declared.cohort());
  }

  /** The external performance, if there is any. */
  public Optional<PerformanceFiles> performance() {
    return Optional.ofNullable(declared.performance());
  }

  /** Variations of the probe that the family is measured under, too. */
  public Optional<Variations> variations() {
    return Optional.ofNullable(declared.variations());
  }

  /** The same family with other variations of the probe, or with none. */
  public Family withVariations(Optional<Variations> of) {
    return with(
        root,
        new Declared(
            declared.expectedTensors(),
            declared.window(),
            declared.performance(),
            declared.hub(),
            declared.cohort(),
            of.orElse(null)));
  }

  /** The same family with its snapshots below another Hadoop path. */
  public Family withRoot(String newRoot) {
    return with(root("The root", newRoot), declared);
  }

  private Family with(String otherRoot, Declared others) {
    return new Family(
        name, title, note, field, otherRoot, scales, snapshot, steps, grid, layout, schedule,
        others);
  }

  private static String root(String what, String path) {
    Path unused = Locations.given(what, Credentials.refused(what, path));
    return path;
  }

  /** Hadoop path below which the external performance lies. */
  public String performanceRoot() {
    return performance()
        .map(performance -> performance.source().root())
        .filter(metricRoot -> !metricRoot.isEmpty())
        .orElse(root);
  }

  /**
   * SHA-256, in hexadecimal, over everything that bears on measurements and aggregation; locations
   * and texts for people are left out, so a family keeps its hash when its files move.
   */
  public String hash() {
    return DigestUtils.sha256Hex(canonical());
  }

  private String canonical() {
    StringBuilder text = new StringBuilder("family-v1\n");
    text.append(LayoutRule.canonicalList(List.of(name))).append('\n').append(field).append('\n');
    for (Scale scale : scales) {
      text.append(LayoutRule.canonicalList(List.of(scale.name())));
      text.append(scale.entries()).append('/').append(scale.parameters()).append('\n');
      scale.layout().ifPresent(own -> text.append(own.canonical()).append('\n'));
    }
    cohort().ifPresent(of -> text.append(of).append('\n'));
    return text
        + String.join(
            "\n",
            steps.canonical(),
            grid.toString(),
            layout.canonical(),
            "expected_tensors=" + declared.expectedTensors(),
            "window=" + window().map(w -> w.from() + ".." + w.to()).orElse("auto"),
            schedule.canonical(),
            "performance=" + performance().map(PerformanceFiles::canonical).orElse("none"),
            variations().map(of -> "variations=" + of.canonical() + "\n").orElse(""));
  }

  @Override
  public String toString() {
    return name + " (" + scales.size() + " scales below " + root + ")";
  }
}
