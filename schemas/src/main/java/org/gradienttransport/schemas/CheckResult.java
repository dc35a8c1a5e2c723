package org.gradienttransport.schemas;

import static org.gradienttransport.schemas.ColumnType.DOUBLE;
import static org.gradienttransport.schemas.ColumnType.STRING;

/**
 * Checks, as data: a failed check is a row and not an exception. Checks of the run as a whole have
 * the family {@code all}.
 */
public final class CheckResult {
  public static final Column FAMILY =
      Column.required(
          1, "family", STRING, "Name of the model family, or all for the run as a whole.");
  public static final Column NAME =
      Column.required(2, "name", STRING, "Name of the check, lower snake case.");
  public static final Column SCOPE =
      Column.required(
          3,
          "scope",
          STRING,
          "What was checked within the family, such as a scale, a window or a field kind; all if everything.");
  public static final Column LEVEL =
      Column.required(4, "level", STRING, "How much a failure matters: INFO, WARN or ERROR.");
  public static final Column STATUS =
      Column.required(5, "status", STRING, "pass, fail or skipped.");
  public static final Column VALUE =
      Column.optional(
          6, "value", DOUBLE, Units.QUANTITY, "What was found; null when skipped or not a number.");
  public static final Column BOUND =
      Column.optional(
          7,
          "bound",
          DOUBLE,
          Units.QUANTITY,
          "What it was compared with; null when there is none.");
  public static final Column MESSAGE =
      Column.required(8, "message", STRING, "What was found, in a sentence.");

  public static final TableSpec TABLE =
      TableSpec.named("check_result")
          .oneRowIs("one check of the run: what was looked at, the bound, and a sentence.")
          .columns(FAMILY, NAME, SCOPE, LEVEL, STATUS, VALUE, BOUND, MESSAGE)
          .key(FAMILY, NAME, SCOPE)
          .build();

  private CheckResult() {}
}
