package org.gradienttransport.jobs.check;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.vocabulary.Level;
import org.gradienttransport.schemas.vocabulary.Outcome;
import org.gradienttransport.schemas.vocabulary.Word;

/**
 * A metric held against a bound, for one family.
 *
 * @param name of the check, in lower snake case
 */
record Check(String name, String scope, Level level, double bound) {
  /** The scope of a check of everything that a family has. */
  static final String ALL = Word.ALL;

  static Check of(String name, Level level, double bound) {
    return new Check(name, ALL, level, bound);
  }

  /** Passes a metric that is not above the bound; skipped where there is no metric. */
  CheckResult atMost(String family, Double metric, DoubleFunction<String> sentence) {
    return metric == null ? skipped(family) : judged(family, metric <= bound, metric, sentence);
  }

  /** Passes a metric that is not below the bound; skipped where there is no metric. */
  CheckResult atLeast(String family, Double metric, DoubleFunction<String> sentence) {
    return metric == null ? skipped(family) : judged(family, metric >= bound, metric, sentence);
  }

  /** A metric that has been judged. */
  CheckResult judged(
      String family, boolean passed, double metric, DoubleFunction<String> sentence) {
    return result(family, passed ? Outcome.PASS : Outcome.FAIL, metric, sentence.apply(metric));
  }

  private CheckResult skipped(String family) {
    return result(
        family,
        Outcome.SKIPPED,
        null,
        "There is nothing to check: no field of this family got that far.");
  }

  private CheckResult result(String family, Outcome outcome, Double metric, String message) {
    return new CheckResult(family, name, scope, level, outcome, metric, bound, message);
  }

  /** Some of what was found, to end a sentence with: after a colon; empty without any. */
  static String named(List<String> found, int most, String separator) {
    return found.stream()
        .limit(most)
        .collect(
            joining(separator, found.isEmpty() ? "" : ": ", found.size() > most ? ", ..." : ""));
  }

  /** A number in a sentence: whole if it is whole, else to three digits. */
  static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.format(Locale.ROOT, "%,d", (long) value)
        : String.format(Locale.ROOT, "%.3g", value);
  }
}
