package org.gradienttransport.jobs.run;

import java.util.List;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.check.Finding;
import org.gradienttransport.jobs.check.Finding.Outcome;
import org.gradienttransport.jobs.check.SnapshotChanges;

/**
 * What was found out about a run before it is published.
 *
 * @param checks every check's answer
 * @param snapshots what became of the inputs since the previous run
 */
record Findings(List<Finding> checks, SnapshotChanges snapshots) {
  Findings {
    checks = List.copyOf(checks);
  }

  List<Row> rows() {
    return checks.stream().map(Finding::row).toList();
  }

  long count(Outcome outcome) {
    return checks.stream().filter(finding -> finding.outcome() == outcome).count();
  }

  boolean anyFailedAsError() {
    return checks.stream().anyMatch(Finding::failedAsError);
  }
}
