package org.gradienttransport.jobs.check;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.util.List;
import java.util.Map;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.schemas.vocabulary.ScalingRunStatus;

/**
 * How the losses of a study or family were read.
 *
 * @param counts losses by status, also of those that are not published one by one
 * @param warnings what the losses as a whole let one doubt, in sentences
 */
public record LossesRead(Map<ScalingRunStatus, Long> counts, List<String> warnings) {
  public LossesRead {
    counts = Map.copyOf(counts);
    warnings = List.copyOf(warnings);
  }

  /** Losses of a family, which are all rows of {@code scaling_run}. */
  public static LossesRead of(List<ScalingRun> rows) {
    return new LossesRead(
        rows.stream().collect(groupingBy(ScalingRun::status, counting())), List.of());
  }

  long all() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Losses with something wrong. */
  long refused() {
    return counts.entrySet().stream()
        .filter(of -> of.getKey().refused())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
