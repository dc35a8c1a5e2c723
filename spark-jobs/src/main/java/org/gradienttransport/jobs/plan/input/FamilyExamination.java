package org.gradienttransport.jobs.plan.input;

import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.Scale;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.plan.input.ScaleExamination.Problem;
import org.gradienttransport.jobs.plan.input.ScaleExamination.Rule;
import org.gradienttransport.udfs.layout.FieldLayout;
import org.gradienttransport.udfs.layout.LayoutException;
import org.gradienttransport.udfs.tensor.TensorFile;
import org.gradienttransport.udfs.tensor.TensorInfo;

/**
 * Compares a family's description with what lies in its store: lists the steps of every scale, and
 * reads the names and shapes, not the elements, of one snapshot of each.
 */
public final class FamilyExamination {
  private final Family family;
  private final Configuration hadoop;
  private final SnapshotLocator locator;

  private FamilyExamination(Family family, Configuration hadoop) {
    this.family = family;
    this.hadoop = hadoop;
    this.locator = new SnapshotLocator(hadoop);
  }

  /**
   * Examines every scale, by ascending N.
   *
   * @throws JobException if the store cannot be asked
   */
  public static List<ScaleExamination> of(Family family, Configuration hadoop) {
    FamilyExamination examination = new FamilyExamination(family, hadoop);
    List<Problem> problems = new ArrayList<>();
    Map<String, NavigableSet<Long>> found = examination.found(problems);
    Map<String, NavigableMap<Long, String>> otherZeros =
        problems.isEmpty() ? examination.locator.otherZeros(family) : Map.of();
    Map<String, List<Long>> aligned = examination.aligned(problems);
    List<ScaleExamination> scales = new ArrayList<>();
    for (Scale scale : family.scales()) {
      scales.add(
          examination.of(
              scale,
              found.getOrDefault(scale.name(), new TreeSet<>()),
              otherZeros.getOrDefault(scale.name(), new TreeMap<>()),
              aligned.getOrDefault(scale.name(), List.of()),
              // What concerns the family as a whole is said once.
              scales.isEmpty() ? problems : List.of()));
    }
    return scales;
  }

  private Map<String, NavigableSet<Long>> found(List<Problem> problems) {
    try {
      return locator.found(family);
    } catch (JobException e) {
      problems.add(missing(e));
      return Map.of();
    }
  }

  private Map<String, List<Long>> aligned(List<Problem> problems) {
    Map<String, List<Long>> aligned = new TreeMap<>();
    try {
      AlignedSteps steps = locator.steps(family);
      family.scales().forEach(scale -> aligned.put(scale.name(), steps.of(scale)));
    } catch (JobException e) {
      if (problems.isEmpty()) {
        problems.add(missing(e));
      }
    }
    return aligned;
  }

  /** A store that cannot be asked is no finding. */
  private static Problem missing(JobException e) {
    if (e.exitCode() != ExitCode.MISSING_INPUT) {
      throw e;
    }
    return new Problem(true, e.getMessage());
  }

  private ScaleExamination of(
      Scale scale,
      NavigableSet<Long> found,
      NavigableMap<Long, String> otherZeros,
      List<Long> aligned,
      List<Problem> known) {
    List<Long> missing = aligned.stream().filter(step -> !found.contains(step)).toList();
    List<Problem> problems = new ArrayList<>(known);
    if (family.steps().listed(scale).isPresent()) {
      otherZeros.keySet().retainAll(missing);
    }
    if (!otherZeros.isEmpty()) {
      problems.add(
          new Problem(
              false,
              "%d name(s) differ from the template in zeros alone, so their steps are left out, such as %s; write {step:06} for a step of six digits, or give them in step_names"
                  .formatted(otherZeros.size(), otherZeros.firstEntry().getValue())));
    }
    List<Rule> rules = new ArrayList<>();
    List<String> leftOver = new ArrayList<>();
    Map<String, String> tied = new TreeMap<>();
    String opened = "";
    Snapshot snapshot = snapshot(scale, found, aligned);
    if (snapshot instanceof Snapshot.Found there) {
      opened = there.main().path();
      open(scale, there, rules, leftOver, tied, problems);
    } else {
      problems.add(new Problem(true, ((Snapshot.Missing) snapshot).message()));
    }
    return new ScaleExamination(
        scale,
        List.copyOf(found),
        aligned,
        missing,
        List.copyOf(otherZeros.values()),
        opened,
        rules,
        leftOver,
        tied,
        problems);
  }

  /** The latest snapshot that is to be measured, else the latest that is there at all. */
  private Snapshot snapshot(Scale scale, NavigableSet<Long> found, List<Long> aligned) {
    NavigableSet<Long> there = new TreeSet<>(aligned);
    there.retainAll(found);
    Collection<Long> candidates = there.isEmpty() ? found : there;
    if (candidates.isEmpty() && aligned.isEmpty()) {
      return new Snapshot.Missing(
          "", "there is no snapshot below " + SnapshotLocator.scaleRoot(family, scale));
    }
    long step =
        candidates.isEmpty() ? aligned.get(aligned.size() - 1) : new TreeSet<>(candidates).last();
    return locator.locate(family, scale, step);
  }

  private void open(
      Scale scale,
      Snapshot.Found snapshot,
      List<Rule> rules,
      List<String> leftOver,
      Map<String, String> tied,
      List<Problem> problems) {
    try (TensorFile file = SnapshotOpening.open(snapshot.files(), hadoop)) {
      take(family.layout(scale), file, rules, leftOver, problems);
      tied.putAll(file.tied());
      Set<String> taken =
          rules.stream()
              .flatMap(rule -> rule.tensors().stream())
              .map(TensorInfo::name)
              .collect(toSet());
      tied.entrySet().removeIf(pair -> !taken.containsAll(List.of(pair.getKey(), pair.getValue())));
    } catch (IOException e) {
      problems.add(new Problem(false, e.getMessage()));
      return;
    }
    long entries = rules.stream().mapToLong(Rule::elements).sum();
    if (problems.isEmpty() && entries != scale.entries()) {
      problems.add(
          new Problem(
              false,
              "the rules take %d entries, but 'entries' of scale %s says %d; write entries: %d"
                  .formatted(entries, scale.name(), scale.entries(), entries)));
    }
    int tensors = rules.stream().mapToInt(rule -> rule.tensors().size()).sum();
    family
        .expectedTensors()
        .ifPresent(
            expected -> {
              if (problems.isEmpty() && expected != tensors) {
                problems.add(
                    new Problem(
                        false,
                        "the rules take %d tensors, but 'expected_tensors' says %d"
                            .formatted(tensors, expected)));
              }
            });
  }

  private static void take(
      FieldLayout layout,
      TensorFile file,
      List<Rule> rules,
      List<String> leftOver,
      List<Problem> problems) {
    Set<String> left = new TreeSet<>(file.unreadable().keySet());
    file.tensors().forEach(tensor -> left.add(tensor.name()));
    try {
      Map<Integer, List<TensorInfo>> taken = new TreeMap<>();
      for (FieldTensors.Tensor tensor : FieldTensors.of(file, layout).tensors()) {
        taken.computeIfAbsent(tensor.taken().rule(), rule -> new ArrayList<>()).add(tensor.info());
        left.remove(tensor.info().name());
      }
      for (int rule = 0; rule < layout.rules().size(); rule++) {
        rules.add(
            new Rule(layout.rules().get(rule).describe(), taken.getOrDefault(rule, List.of())));
      }
    } catch (LayoutException e) {
      problems.add(new Problem(false, e.getMessage()));
    }
    leftOver.addAll(left);
  }
}
