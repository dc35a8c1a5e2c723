package org.gradienttransport.jobs.publish;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gradienttransport.jobs.aggregate.LinkedLosses;
import org.gradienttransport.jobs.aggregate.cohort.Cohort;
import org.gradienttransport.jobs.aggregate.scaling.MeasuredStudy;
import org.gradienttransport.jobs.plan.Hashes;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.plan.Unit;
import org.gradienttransport.schemas.rows.Performance;

/**
 * Everything that a run reads, the fields' own files aside.
 *
 * @param performance rows of performance
 * @param studies of losses, as read
 * @param others families that readers see and this run does not cover
 */
record RunInputs(
    Plan plan, List<Performance> performance, List<ReadStudy> studies, OtherFamilies others) {

  /** The losses that are fitted: of every study, and of every family that has some. */
  List<MeasuredStudy> losses() {
    List<MeasuredStudy> losses = new ArrayList<>();
    studies.forEach(study -> losses.add(study.measured()));
    losses.addAll(LinkedLosses.studies(plan, performance));
    return losses;
  }

  List<Cohort> cohorts() {
    return Cohorts.of(plan.families().values(), others);
  }

  /** SHA-256 of everything that decides the run's tables: of all families whose rows it has. */
  String digest(RunSettings settings) {
    Map<String, String> digests = new TreeMap<>(others.digests());
    digests.putAll(digests(settings));
    Hashes.Stream all = new Hashes.Stream();
    digests.forEach((family, digest) -> all.add(family).add(digest));
    return all.sha256();
  }

  /** SHA-256 of what decides the rows of each family: configuration and every planned input. */
  Map<String, String> digests(RunSettings settings) {
    Map<String, Hashes.Stream> digests = new TreeMap<>();
    settings
        .families()
        .forEach(
            family ->
                digests.put(
                    family.name(), new Hashes.Stream().add(settings.configurationHash(family))));
    String parameters = settings.measure().canonical();
    // The plan's order depends on its units alone.
    for (Unit unit : plan.units()) {
      Hashes.Stream digest = digests.get(unit.family());
      plan.variants(unit).forEach(v -> digest.add(unit.lookupKey(parameters, v)));
      digest.add(unit.identity()).add(String.valueOf(unit.missing()));
      digest.add(unit.leftOut().toString());
      if (unit.label().onAxis()) {
        digest.add(unit.label().toString());
      }
    }
    // Performance files are read before this, so what they say stands for them.
    performance.stream()
        .sorted(Comparator.comparing(RunInputs::text))
        .forEach(row -> digests.get(row.family()).add(text(row)));
    Map<String, String> texts = new TreeMap<>();
    digests.forEach((family, digest) -> texts.put(family, digest.sha256()));
    studies.forEach(study -> texts.put(study.study().name(), study.digest()));
    return texts;
  }

  private static String text(Performance row) {
    return Arrays.stream(Performance.ROWS.values(row))
        .map(String::valueOf)
        .collect(joining(",", "[", "]"));
  }
}
