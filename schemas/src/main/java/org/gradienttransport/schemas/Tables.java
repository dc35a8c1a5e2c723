package org.gradienttransport.schemas;

import java.util.List;

/** All published tables. */
public final class Tables {

  /** Every table, in reading order: from relaxations to conclusions, then the run itself. */
  public static final List<TableSpec> ALL =
      List.of(
          FieldTransport.TABLE,
          StepwiseExponent.TABLE,
          ClosureCheck.TABLE,
          Compressibility.TABLE,
          WindowSummary.TABLE,
          NullContrast.TABLE,
          NullFloor.TABLE,
          NullFloorSummary.TABLE,
          Performance.TABLE,
          PerformanceExponent.TABLE,
          PerformanceAssociation.TABLE,
          CheckResult.TABLE,
          Run.TABLE);

  private Tables() {}

  /**
   * The table of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static TableSpec named(String name) {
    return ALL.stream()
        .filter(table -> table.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown table '"
                        + name
                        + "', expected one of "
                        + ALL.stream().map(TableSpec::name).toList()));
  }
}
