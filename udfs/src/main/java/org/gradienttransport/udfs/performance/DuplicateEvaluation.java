package org.gradienttransport.udfs.performance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Two results that should not both be there, or should not be equal.
 *
 * @param kind what is odd about them
 * @param first the earlier result, by model, step and file
 * @param second the later one
 */
public record DuplicateEvaluation(Kind kind, HarnessResult first, HarnessResult second) {
  /** What can be odd about two results of one model. */
  public enum Kind {
    /** Both claim the same step. */
    SAME_STEP,
    /** Different steps, and every accuracy equal: perhaps one checkpoint under two names. */
    SAME_VALUES
  }

  /** All duplicates among some results, in order of model, step and file. */
  public static List<DuplicateEvaluation> among(List<HarnessResult> results) {
    List<HarnessResult> ordered =
        results.stream()
            .sorted(
                Comparator.comparing(HarnessResult::model)
                    .thenComparingLong(HarnessResult::step)
                    .thenComparing(HarnessResult::file))
            .toList();
    List<DuplicateEvaluation> duplicates = new ArrayList<>();
    for (int i = 0; i < ordered.size(); i++) {
      for (int j = i + 1; j < ordered.size(); j++) {
        addIfOdd(ordered.get(i), ordered.get(j), duplicates);
      }
    }
    return List.copyOf(duplicates);
  }

  private static void addIfOdd(
      HarnessResult first, HarnessResult second, List<DuplicateEvaluation> duplicates) {
    if (!first.model().equals(second.model())) {
      return;
    }
    if (first.step() == second.step()) {
      duplicates.add(new DuplicateEvaluation(Kind.SAME_STEP, first, second));
    } else if (!first.accuracies().isEmpty() && first.accuracies().equals(second.accuracies())) {
      duplicates.add(new DuplicateEvaluation(Kind.SAME_VALUES, first, second));
    }
  }
}
