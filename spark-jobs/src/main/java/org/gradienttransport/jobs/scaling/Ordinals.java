package org.gradienttransport.jobs.scaling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradienttransport.schemas.rows.ScalingRun;

/** Numbers the rows of each run. */
final class Ordinals {
  /** By tokens, then steps. */
  static final Comparator<ScalingRun> IN_TRAINING =
      Comparator.comparing(
              (ScalingRun row) -> row.effort().tokens(),
              Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(
              row -> row.effort().steps(), Comparator.nullsFirst(Comparator.naturalOrder()));

  private Ordinals() {}

  /** The key that all rows of a run share. */
  static ScalingRun.RunKey run(ScalingRun row) {
    ScalingRun.RunKey key = row.key();
    return new ScalingRun.RunKey(key.source(), key.series(), key.run(), 0);
  }

  /**
   * The same rows, those of each run numbered by tokens, then steps, then as they come, in the
   * order of the table.
   */
  static List<ScalingRun> numbered(List<ScalingRun> rows) {
    List<ScalingRun> ordered = new ArrayList<>(rows);
    ordered.sort(IN_TRAINING);
    Map<ScalingRun.RunKey, Integer> next = new HashMap<>();
    List<ScalingRun> numbered = new ArrayList<>();
    for (ScalingRun row : ordered) {
      int ordinal = next.merge(row.key(), 1, Integer::sum) - 1;
      ScalingRun.RunKey key = row.key();
      numbered.add(row.with(new ScalingRun.RunKey(key.source(), key.series(), key.run(), ordinal)));
    }
    return ScalingRun.ROWS.sorted(numbered);
  }
}
