package org.gradienttransport.jobs.check;

import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.tables.RowBuilder;
import org.gradienttransport.schemas.CheckResult;

/**
 * The outcome of one check.
 *
 * @param family name, or all
 * @param name of the check
 * @param scope what was checked within the family; all if everything
 * @param level how much a failure matters
 * @param outcome pass, fail or skipped
 * @param value what was found; null when it is not a number
 * @param bound what it was held against; null when there is none
 * @param message what was found, a sentence
 */
public record Finding(
    String family,
    String name,
    String scope,
    Level level,
    Outcome outcome,
    Double value,
    Double bound,
    String message) {

  /** How a check ended. */
  public enum Outcome {
    PASS("pass"),
    FAIL("fail"),
    SKIPPED("skipped");

    private final String label;

    Outcome(String label) {
      this.label = label;
    }

    /** As published. */
    public String label() {
      return label;
    }
  }

  /** Whether the run must end with exit code 80. */
  public boolean failedAsError() {
    return outcome == Outcome.FAIL && level == Level.ERROR;
  }

  /** The row of check_result. */
  public Row row() {
    return RowBuilder.of(CheckResult.TABLE)
        .set(CheckResult.FAMILY, family)
        .set(CheckResult.NAME, name)
        .set(CheckResult.SCOPE, scope)
        .set(CheckResult.LEVEL, level.name())
        .set(CheckResult.STATUS, outcome.label())
        .set(CheckResult.VALUE, value)
        .set(CheckResult.BOUND, bound)
        .set(CheckResult.MESSAGE, message)
        .build();
  }
}
