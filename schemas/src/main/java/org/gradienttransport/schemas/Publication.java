package org.gradienttransport.schemas;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a warehouse holds at one moment.
 *
 * @param warehouse location as the engine writes it, without a slash at the end
 * @param currentRun id of the run readers are to see
 * @param completeRuns ids of all complete runs, the current one among them
 */
public record Publication(String warehouse, String currentRun, List<String> completeRuns) {
  private static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  public Publication {
    completeRuns = List.copyOf(completeRuns);
    if (warehouse.isBlank() || warehouse.endsWith("/")) {
      throw new IllegalArgumentException(
          "warehouse must be a location without a slash at the end, got '" + warehouse + "'");
    }
    for (String run : completeRuns) {
      if (!RUN_ID.matcher(run).matches()) {
        throw new IllegalArgumentException(
            "run id must be made of letters, digits, '.', '_' and '-', got '" + run + "'");
      }
    }
    if (!completeRuns.contains(currentRun)) {
      throw new IllegalArgumentException(
          "current run '" + currentRun + "' is not among the complete ones, " + completeRuns);
    }
  }

  /** Location of one table of the current run. */
  String current(TableSpec table) {
    return warehouse + "/runs/" + currentRun + "/" + table.name();
  }
}
