package org.gradienttransport.jobs.publish;

import java.time.Duration;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradienttransport.jobs.conf.Ladder;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.measure.MeasureSettings;
import org.gradienttransport.jobs.measure.WaveSize;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.plan.Planner;
import org.gradienttransport.udfs.robustness.ProbeVariation;

/**
 * Which null floors to measure.
 *
 * @param ladders with different names
 * @param steps training steps; each seeds its realisations with 42 + step, as a run's nulls
 * @param replicates realisations per step
 * @param lease how long the right to write lasts unrenewed
 * @param variations of the probe that the floors are measured under, too
 */
public record FloorSettings(
    List<Ladder> ladders,
    List<Long> steps,
    int replicates,
    MeasureSettings measure,
    LocalDate asOf,
    Duration lease,
    List<ProbeVariation> variations) {

  /** A wave is about one field of a hundred million nodes: what a killed driver can lose. */
  public static final WaveSize WAVES = new WaveSize(64, 200_000_000L);

  public FloorSettings {
    variations = List.copyOf(variations);
    ladders = List.copyOf(ladders);
    steps = List.copyOf(steps);
    Set<String> names = new HashSet<>();
    for (Ladder ladder : ladders) {
      if (!names.add(ladder.name())) {
        throw JobException.usage(
            "The ladder '" + ladder.name() + "' is given twice. Name each once.");
      }
    }
  }

  /** Every size of every ladder at every step. */
  public Plan plan() {
    Map<String, List<Long>> sizes = new LinkedHashMap<>();
    ladders.forEach(ladder -> sizes.put(ladder.name(), ladder.nodes()));
    return Planner.nullFloors(sizes, steps, replicates);
  }

  /** Canonical text of everything that can change a published number. */
  String canonical() {
    return "%s|ladders=%s|steps=%s|n0=%s%s"
        .formatted(
            measure.canonical(),
            ladders,
            steps,
            replicates,
            variations.isEmpty()
                ? ""
                : "|variations=" + variations.stream().map(ProbeVariation::label).toList());
  }
}
