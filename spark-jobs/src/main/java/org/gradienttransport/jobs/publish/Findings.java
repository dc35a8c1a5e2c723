package org.gradienttransport.jobs.publish;

import java.util.List;
import java.util.stream.Stream;
import org.gradienttransport.jobs.check.SnapshotChanges;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.vocabulary.Level;
import org.gradienttransport.schemas.vocabulary.Outcome;

/**
 * What was found out about a run before it is published.
 *
 * @param checks every check's answer
 * @param carried answers about families whose rows another run made; they decide nothing here
 * @param snapshots what became of the inputs since the previous run
 */
record Findings(List<CheckResult> checks, List<CheckResult> carried, SnapshotChanges snapshots) {
  Findings {
    checks = List.copyOf(checks);
    carried = List.copyOf(carried);
  }

  /** Rows of check_result. */
  List<CheckResult> all() {
    return Stream.concat(checks.stream(), carried.stream()).toList();
  }

  long count(Outcome outcome) {
    return all().stream().filter(check -> check.status() == outcome).count();
  }

  /** Checks of this run that failed, whatever their level. */
  List<CheckResult> failed() {
    return checks.stream().filter(check -> check.status() == Outcome.FAIL).toList();
  }

  boolean anyFailedAsError() {
    return failed().stream().anyMatch(check -> check.level() == Level.ERROR);
  }
}
