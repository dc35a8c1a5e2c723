package org.gradienttransport.jobs.publish;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.study.Study;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.measure.MeasureSettings;
import org.gradienttransport.jobs.measure.WaveSize;
import org.gradienttransport.jobs.plan.Hashes;

/**
 * What a run was asked to do.
 *
 * @param families described and checked
 * @param nullReplicates realisations of each null per field; 0 for none
 * @param waves how much is committed at once
 * @param partitions tasks per wave; 0 to choose by the number of slots
 * @param lease how long the right to write lasts unrenewed
 * @param dropOthers whether families and studies that readers see and this run does not cover leave
 *     their view
 * @param studies of losses, described and checked
 */
public record RunSettings(
    List<Family> families,
    MeasureSettings measure,
    int nullReplicates,
    WaveSize waves,
    int partitions,
    LocalDate asOf,
    Duration lease,
    boolean dropOthers,
    List<Study> studies) {
  public RunSettings {
    families = List.copyOf(families);
    studies = List.copyOf(studies);
  }

  /** The same settings with studies, too. */
  public RunSettings withStudies(List<Study> of) {
    return new RunSettings(
        families, measure, nullReplicates, waves, partitions, asOf, lease, dropOthers, of);
  }

  /** Names of all families and studies, which share the columns of the tables. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    families.forEach(family -> names.add(family.name()));
    studies.forEach(study -> names.add(study.name()));
    return names;
  }

  /**
   * Requires that no two families or studies have one name.
   *
   * @throws JobException with exit code CONFIGURATION
   */
  void requireDistinctStudies() {
    Set<String> taken = families.stream().map(Family::name).collect(Collectors.toSet());
    for (Study study : studies) {
      if (!taken.add(study.name())) {
        throw new JobException(
            ExitCode.CONFIGURATION,
            "The name '%s' is given twice. Give each --study once, and no study the name of a family."
                .formatted(study.name()));
      }
    }
  }

  /** SHA-256 of everything configured that can change a published number. */
  public String configurationHash() {
    return configurationHash(families, studies);
  }

  /** The same of one family. */
  String configurationHash(Family family) {
    return configurationHash(List.of(family), List.of());
  }

  private String configurationHash(List<Family> of, List<Study> with) {
    StringBuilder text = new StringBuilder(measure.canonical());
    text.append("|nulls=").append(nullReplicates);
    of.stream()
        .map(family -> family.name() + "=" + family.hash())
        .sorted()
        .forEach(family -> text.append('|').append(family));
    with.stream()
        .map(study -> study.name() + "=" + study.hash())
        .sorted()
        .forEach(study -> text.append("|study:").append(study));
    return Hashes.sha256(text.toString());
  }
}
