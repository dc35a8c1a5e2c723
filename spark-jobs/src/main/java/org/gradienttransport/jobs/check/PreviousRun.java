package org.gradienttransport.jobs.check;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.vocabulary.Level;
import org.gradienttransport.schemas.vocabulary.Outcome;

/**
 * Checks that compare a run with the one that was current before: of snapshots and of every figure.
 * What has nothing to be compared with is told in one result per family, and not once per figure.
 */
final class PreviousRun {
  /** Name of the result that tells what was not compared. */
  static final String NAME = "previous_run";

  private PreviousRun() {}

  static List<CheckResult> check(
      Rows now, Set<String> families, Optional<Rows> previous, SnapshotChanges snapshots) {
    Map<String, List<FigureDrift.Move>> moves =
        previous.map(before -> FigureDrift.largest(before, now)).orElse(Map.of());
    List<CheckResult> results = new ArrayList<>();
    for (String family : families) {
      List<CheckResult> compared = new ArrayList<>(snapshots.results(family));
      Map<String, List<String>> left = new LinkedHashMap<>(FigureDrift.figures());
      // Figures move when their inputs do, which is said elsewhere; moving without that is a fault.
      Level level = snapshots.sameContents(family) ? Level.WARN : Level.INFO;
      for (FigureDrift.Move move : moves.getOrDefault(family, List.of())) {
        compared.add(move.result(level));
        left.computeIfPresent(
            move.table(),
            (table, figures) ->
                figures.stream().filter(figure -> !figure.equals(move.figure())).toList());
      }
      left.values().removeIf(List::isEmpty);
      if (compared.isEmpty()) {
        results.add(skipped(family, "No earlier run of this family is there to compare with."));
      } else if (!left.isEmpty()) {
        results.add(
            skipped(
                family,
                "No value of an earlier run is there to compare with in " + named(left) + "."));
      }
      results.addAll(compared);
    }
    return results;
  }

  private static CheckResult skipped(String family, String message) {
    return new CheckResult(
        family, NAME, Check.ALL, Level.INFO, Outcome.SKIPPED, null, null, message);
  }

  private static String named(Map<String, List<String>> figures) {
    return figures.entrySet().stream()
        .map(entry -> entry.getKey() + " (" + String.join(", ", entry.getValue()) + ")")
        .collect(joining(", "));
  }
}
