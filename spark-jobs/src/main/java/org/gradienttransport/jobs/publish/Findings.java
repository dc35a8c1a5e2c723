package org.gradienttransport.jobs.publish;

import java.util.List;
import org.gradienttransport.jobs.check.SnapshotChanges;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.vocabulary.Level;
import org.gradienttransport.schemas.vocabulary.Outcome;

/**
 * What was found out about a run before it is published.
 *
 * @param checks every check's answer
 * @param snapshots what became of the inputs since the previous run
 */
record Findings(List<CheckResult> checks, SnapshotChanges snapshots) {
  Findings {
    checks = List.copyOf(checks);
  }

  long count(Outcome outcome) {
    return withOutcome(outcome).size();
  }

  private List<CheckResult> withOutcome(Outcome outcome) {
    return checks.stream().filter(check -> check.status() == outcome).toList();
  }

  /** Checks that failed, whatever their level. */
  List<CheckResult> failed() {
    return withOutcome(Outcome.FAIL);
  }

  boolean anyFailedAsError() {
    return failed().stream().anyMatch(check -> check.level() == Level.ERROR);
  }
}
