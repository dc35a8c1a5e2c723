package org.gradienttransport.jobs.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.FieldSource;
import org.gradienttransport.jobs.conf.Schedule;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.Performance;
import org.gradienttransport.schemas.vocabulary.EvaluationStatus;
import org.gradienttransport.schemas.vocabulary.Level;

/**
 * Checkpoints and evaluations that equal an earlier step's. Some published branches serve another
 * step's weights; but weights trained with a learning rate of zero in between must be equal, as at
 * steps 0 and 1 of every Pythia model.
 */
final class Duplicates {
  static final Check CONTENT = Check.of("duplicate_content", Level.WARN, 0);
  static final Check EVALUATION = Check.of("duplicate_evaluation", Level.WARN, 0);

  private Duplicates() {}

  /** Two steps of a family at which the same was found. */
  private record Pair(String family, long earlier, long later) {}

  private record Series(String family, String scale, double value) {}

  static List<CheckResult> check(Rows rows, Map<String, Family> families) {
    List<Pair> snapshots = snapshots(rows.of(FieldTransport.ROWS));
    List<Pair> evaluations = evaluations(rows.of(Performance.ROWS));
    List<CheckResult> results = new ArrayList<>();
    for (Family family : families.values()) {
      // A gradient differs from step to step even where the weights do not move.
      boolean weights = family.field() == FieldSource.CHECKPOINT_DIFFERENCE;
      results.add(judge(CONTENT, family, weights, snapshots, "snapshots have the content"));
      results.add(judge(EVALUATION, family, true, evaluations, "evaluations have the result"));
    }
    return results;
  }

  private static List<Pair> snapshots(List<FieldTransport> fields) {
    return fields.stream()
        .filter(field -> field.key().realisation().isReal())
        .filter(field -> field.input().duplicateOfStep() != null)
        .map(
            field ->
                new Pair(field.key().family(), field.input().duplicateOfStep(), field.key().step()))
        .toList();
  }

  /** A mean over many tasks is not the same twice by chance; a loss with few digits may be. */
  private static List<Pair> evaluations(List<Performance> rows) {
    Map<Series, List<Long>> steps = new HashMap<>();
    for (Performance row : rows) {
      if (row.status() == EvaluationStatus.OK && row.tasks() != null && row.value() != null) {
        // Adding zero makes the two zeros one.
        Series series = new Series(row.family(), row.scale(), row.value() + 0.0);
        steps.computeIfAbsent(series, any -> new ArrayList<>()).add(row.step());
      }
    }
    List<Pair> pairs = new ArrayList<>();
    steps.forEach(
        (series, at) -> {
          at.sort(null);
          for (int i = 1; i < at.size(); i++) {
            pairs.add(new Pair(series.family(), at.get(i - 1), at.get(i)));
          }
        });
    return pairs;
  }

  private static CheckResult judge(
      Check check, Family family, boolean weights, List<Pair> all, String what) {
    List<Pair> own = all.stream().filter(pair -> pair.family().equals(family.name())).toList();
    long explained =
        weights ? Metric.count(own, pair -> untrainedBetween(family.schedule(), pair)) : 0;
    double unexplained = own.size() - explained;
    return check.atMost(
        family.name(),
        unexplained,
        count ->
            ("%s %s of an earlier step without reason, and %s because the learning rate is zero in"
                    + " between.")
                .formatted((long) count, what, explained));
  }

  /** Whether the rate is zero at every step from one checkpoint up to the other. */
  private static boolean untrainedBetween(Schedule schedule, Pair pair) {
    for (long step = pair.earlier(); step < pair.later(); step++) {
      OptionalDouble rate = schedule.relativeRate(step);
      if (rate.isEmpty() || rate.getAsDouble() != 0) {
        return false;
      }
    }
    return true;
  }
}
