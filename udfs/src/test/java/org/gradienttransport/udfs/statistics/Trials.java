package org.gradienttransport.udfs.statistics;

import java.util.Locale;
import java.util.function.Predicate;
import org.gradienttransport.udfs.resample.SyntheticSeries;

/**
 * Seeded trials of one statement with known truth.
 *
 * @param held trials in which the statement held
 * @param of number of trials
 */
public record Trials(String what, String method, int held, int of) {
  /** How often a statement about a series that each trial draws afresh holds. */
  static Trials of(int number, String what, String method, Predicate<SyntheticSeries> holds) {
    int count = 0;
    for (int trial = 0; trial < number; trial++) {
      count += holds.test(SyntheticSeries.of(what + "/" + trial)) ? 1 : 0;
    }
    return new Trials(what, method, count, number);
  }

  /** How often it held. */
  public double percent() {
    return 100.0 * held / of;
  }

  /** As a row of docs/statistics.md. */
  public String row() {
    return String.format(Locale.ROOT, "| %s | %s | %d | %.1f %% |", what, method, of, percent());
  }
}
