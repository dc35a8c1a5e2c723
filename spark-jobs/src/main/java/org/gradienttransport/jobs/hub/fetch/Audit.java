package org.gradienttransport.jobs.hub.fetch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gradienttransport.jobs.hub.fetch.FetchPlanner.PlannedStep;

/**
 * What the hub's own hashes, and a few kilobytes of each file, say about steps before any of them
 * is fetched: the same bytes under two steps, steps whose tensors are other ones, and steps that
 * look exchanged.
 */
final class Audit {
  private final RangeReader ranges;
  private final List<String> findings = new ArrayList<>();
  private int looked;
  private int unlike;

  Audit(RangeReader ranges) {
    this.ranges = ranges;
  }

  Fetch.Audited of(FetchPlanner.Plan plan) {
    List<PlannedStep> steps = plan.steps();
    sameBytes(steps);
    Map<String, SortedMap<Long, Sample>> byRepository = new LinkedHashMap<>();
    for (PlannedStep step : steps) {
      for (RemoteFile file : step.files()) {
        sample(file)
            .ifPresent(
                sample ->
                    byRepository
                        .computeIfAbsent(step.repo(), repo -> new TreeMap<>())
                        .putIfAbsent(step.step(), sample));
      }
    }
    byRepository.forEach(this::compare);
    String summary =
        "%d steps compared by hashes, %d headers and first values read%s; %d finding(s)"
            .formatted(
                steps.size(),
                looked,
                unlike == 0 ? "" : ", " + unlike + " not, since the server sends no ranges",
                findings.size());
    return new Fetch.Audited(List.copyOf(findings), summary, plan.problems());
  }

  private Optional<Sample> sample(RemoteFile file) {
    if (!file.hubPath().endsWith(".safetensors")) {
      return Optional.empty();
    }
    try {
      Optional<Sample> sample = ranges.sample(file);
      looked += sample.isPresent() ? 1 : 0;
      unlike += sample.isPresent() ? 0 : 1;
      return sample;
    } catch (HubException e) {
      findings.add(HubNames.shown(file.hubPath()) + " at " + file.repo() + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Files of two steps with one hash: those of a step's index are alike by rights. */
  private void sameBytes(List<PlannedStep> steps) {
    Map<Checksum, Map<String, String>> byHash = new LinkedHashMap<>();
    for (PlannedStep step : steps) {
      for (RemoteFile file : step.files()) {
        if (!file.hubPath().endsWith(".json")) {
          String name = step.repo() + " step " + step.step();
          byHash
              .computeIfAbsent(file.checksum(), hash -> new LinkedHashMap<>())
              .putIfAbsent(name, name + " (" + HubNames.shown(file.hubPath()) + ")");
        }
      }
    }
    byHash.forEach(
        (hash, places) -> {
          if (places.size() > 1) {
            findings.add("the same bytes, " + hash + ": " + String.join(", ", places.values()));
          }
        });
  }

  private void compare(String repo, SortedMap<Long, Sample> samples) {
    Map<String, Long> bySample = new HashMap<>();
    long first = samples.firstKey();
    samples.forEach(
        (step, sample) -> {
          sample
              .differenceFrom(samples.get(first))
              .ifPresent(
                  what ->
                      findings.add(
                          "%s step %s has other tensors than step %s: %s"
                              .formatted(repo, step, first, what)));
          Long same = bySample.putIfAbsent(sample.hash(), step);
          if (same != null) {
            findings.add(
                "%s steps %s and %s begin with the same values of tensor '%s'"
                    .formatted(repo, same, step, HubNames.shown(sample.tensor())));
          }
        });
    new StepOrder(samples).exchanged().ifPresent(pair -> findings.add(repo + " " + pair));
  }
}
