package org.gradienttransport.jobs.scaling;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.gradienttransport.schemas.vocabulary.ScalingRunStatus;

/**
 * What was met in the files of a study, rows that are not published one by one among it.
 *
 * @param files files read, in part or whole
 * @param rows by status; a subset may have left out some of those that may enter fits
 * @param leftOut rows that a condition of the study left out
 */
public record RowCounts(int files, Map<ScalingRunStatus, Long> rows, long leftOut) {
  public RowCounts {
    Map<ScalingRunStatus, Long> sorted = new EnumMap<>(ScalingRunStatus.class);
    sorted.putAll(rows);
    rows = Collections.unmodifiableMap(sorted);
  }

  /** Rows of a status. */
  public long of(ScalingRunStatus status) {
    return rows.getOrDefault(status, 0L);
  }

  /** Rows that may enter fits. */
  public long usable() {
    return of(ScalingRunStatus.OK);
  }

  /** Rows inside the warm-up. */
  public long warmUp() {
    return of(ScalingRunStatus.WARM_UP);
  }

  /** Rows with something wrong. */
  public long refused() {
    return rows.entrySet().stream()
        .filter(of -> of.getKey().refused())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
