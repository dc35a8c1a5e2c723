package org.gradienttransport.jobs.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
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
  static final Check TENSORS = Check.of("repeated_tensors", Level.WARN, 0);
  static final Check EVALUATION = Check.of("duplicate_evaluation", Level.WARN, 0);

  /** Pairs and sentences that a message spells out. */
  private static final int NAMED = 4;

  private Duplicates() {}

  /** Two steps of a scale at which the same was found. */
  private record Pair(String family, String scale, long earlier, long later) {
    static Pair of(FieldTransport field, long one, long other) {
      return new Pair(
          field.key().family(), field.key().scale(), Math.min(one, other), Math.max(one, other));
    }

    private String text() {
      return "%s steps %d and %d".formatted(scale, earlier, later);
    }
  }

  private static final Comparator<Pair> ORDER =
      Comparator.comparing(Pair::family)
          .thenComparing(Pair::scale)
          .thenComparingLong(Pair::earlier)
          .thenComparingLong(Pair::later);

  private record Series(String family, String scale, double value) {}

  static List<CheckResult> check(Rows rows, Map<String, Family> families) {
    List<Pair> snapshots = snapshots(rows.of(FieldTransport.ROWS));
    List<Pair> evaluations = evaluations(rows.of(Performance.ROWS));
    List<CheckResult> results = new ArrayList<>();
    for (Family family : families.values()) {
      // A gradient differs from step to step even where the weights do not move.
      boolean weights = family.field() == FieldSource.CHECKPOINT_DIFFERENCE;
      results.add(judge(CONTENT, family, weights, snapshots, "snapshots have the content"));
      results.add(repeatedTensors(family.name(), rows.of(FieldTransport.ROWS)));
      results.add(judge(EVALUATION, family, true, evaluations, "evaluations have the result"));
    }
    return results;
  }

  private static List<Pair> snapshots(List<FieldTransport> fields) {
    return fields.stream()
        .filter(field -> field.key().realisation().isReal())
        .flatMap(Duplicates::pairs)
        .distinct()
        .sorted(ORDER)
        .toList();
  }

  /** The snapshots of a field, each with the one that has the same content. */
  private static Stream<Pair> pairs(FieldTransport field) {
    long step = field.key().step();
    long fromStep = field.key().fromStep();
    List<Pair> pairs = new ArrayList<>();
    for (Long other :
        Arrays.asList(field.input().duplicateOfStep(), field.neighbours().repeatedStep())) {
      if (other != null) {
        pairs.add(Pair.of(field, step, other));
      }
    }
    if (field.neighbours().fromRepeatedStep() != null) {
      pairs.add(Pair.of(field, fromStep, field.neighbours().fromRepeatedStep()));
    }
    if (equalValues(field)) {
      pairs.add(Pair.of(field, step, fromStep));
    }
    return pairs.stream();
  }

  /** Whether a difference of checkpoints is zero everywhere, whatever their bytes. */
  private static boolean equalValues(FieldTransport field) {
    return field.key().step() != field.key().fromStep()
        && field.moments() != null
        && field.moments().zeroShare() == 1;
  }

  private static CheckResult repeatedTensors(String family, List<FieldTransport> fields) {
    List<FieldTransport> real =
        fields.stream()
            .filter(field -> field.key().family().equals(family))
            .filter(field -> field.key().realisation().isReal())
            .toList();
    List<String> found =
        real.stream()
            .filter(field -> field.neighbours().repeatedTensors() != null)
            .flatMap(
                field ->
                    field.neighbours().repeatedTensors().stream()
                        .map(sentence -> field.key().scale() + " " + sentence))
            .distinct()
            .sorted()
            .toList();
    return TENSORS.atMost(
        family,
        real.isEmpty() ? null : (Double) (double) found.size(),
        count ->
            "%s times a snapshot holds tensors with the content of another step, though the rest differs%s."
                .formatted(Check.number(count), Check.named(found, NAMED, "; ")));
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
            pairs.add(new Pair(series.family(), series.scale(), at.get(i - 1), at.get(i)));
          }
        });
    return pairs;
  }

  private static CheckResult judge(
      Check check, Family family, boolean weights, List<Pair> all, String what) {
    List<Pair> own = all.stream().filter(pair -> pair.family().equals(family.name())).toList();
    List<Pair> unexplained =
        own.stream()
            .filter(pair -> !(weights && untrainedBetween(family.schedule(), pair)))
            .toList();
    return check.atMost(
        family.name(),
        (double) unexplained.size(),
        count ->
            ("%s %s of an earlier step without reason, and %s because the learning rate is zero in"
                    + " between%s.")
                .formatted(
                    (long) count,
                    what,
                    own.size() - unexplained.size(),
                    Check.named(unexplained.stream().map(Pair::text).toList(), NAMED, ", ")));
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
