package org.gradienttransport.jobs.publish;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.measure.MeasureSettings;
import org.gradienttransport.jobs.measure.WaveSize;
import org.gradienttransport.jobs.plan.Hashes;

/**
 * What a run was asked to do.
 *
 * @param families described and checked
 * @param measure how executors measure
 * @param nullReplicates realisations of each null per field; 0 for none
 * @param waves how much is committed at once
 * @param partitions tasks per wave; 0 to choose by the number of slots
 * @param asOf day the run stands for
 * @param lease how long the right to write lasts unrenewed
 * @param dropOthers whether families that readers see and this run does not cover leave their view
 */
public record RunSettings(
    List<Family> families,
    MeasureSettings measure,
    int nullReplicates,
    WaveSize waves,
    int partitions,
    LocalDate asOf,
    Duration lease,
    boolean dropOthers) {
  public RunSettings {
    families = List.copyOf(families);
  }

  /** Settings of a run into which the rows of other families go on. */
  public RunSettings(
      List<Family> families,
      MeasureSettings measure,
      int nullReplicates,
      WaveSize waves,
      int partitions,
      LocalDate asOf,
      Duration lease) {
    this(families, measure, nullReplicates, waves, partitions, asOf, lease, false);
  }

  /** SHA-256 of everything configured that can change a published number. */
  public String configurationHash() {
    return configurationHash(families);
  }

  /** The same of one family. */
  String configurationHash(Family family) {
    return configurationHash(List.of(family));
  }

  private String configurationHash(List<Family> of) {
    StringBuilder text = new StringBuilder(measure.canonical());
    text.append("|nulls=").append(nullReplicates);
    of.stream()
        .map(family -> family.name() + "=" + family.hash())
        .sorted()
        .forEach(family -> text.append('|').append(family));
    return Hashes.sha256(text.toString());
  }
}
