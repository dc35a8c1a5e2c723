package org.gradienttransport.jobs.publish;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.gradienttransport.jobs.aggregate.scaling.MeasuredStudy;
import org.gradienttransport.jobs.check.CohortChecks;
import org.gradienttransport.jobs.check.LossesRead;
import org.gradienttransport.jobs.check.PlanChecks;
import org.gradienttransport.jobs.check.RunChecks;
import org.gradienttransport.jobs.check.ScalingChecks;
import org.gradienttransport.jobs.check.SnapshotChanges;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.schemas.Rows;
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

  /**
   * Looks at a run's tables.
   *
   * @param before tables of the run before it
   */
  static Findings of(RunInputs inputs, Rows rows, Optional<Rows> before) {
    Plan plan = inputs.plan();
    Set<String> families = plan.families().keySet();
    SnapshotChanges changes =
        SnapshotChanges.between(before, rows, families, SnapshotChanges.listed(plan.units()));
    List<CheckResult> checks =
        new ArrayList<>(RunChecks.of(rows, plan.families(), before, changes));
    checks.addAll(PlanChecks.of(plan));
    checks.addAll(CohortChecks.of(inputs.cohorts(), rows, families));
    checks.addAll(inputs.others().checks());
    Map<String, LossesRead> read = new HashMap<>();
    inputs
        .studies()
        .forEach(
            of ->
                read.put(
                    of.study().name(),
                    new LossesRead(of.rows().counts().rows(), of.rows().warnings())));
    for (MeasuredStudy losses : inputs.losses()) {
      LossesRead of = read.computeIfAbsent(losses.name(), family -> LossesRead.of(losses.rows()));
      checks.addAll(ScalingChecks.of(losses.name(), rows, before, of));
    }
    Set<List<String>> asked = checks.stream().map(Findings::key).collect(toSet());
    List<CheckResult> carried =
        inputs.others().rows(CheckResult.ROWS).stream()
            .filter(check -> !asked.contains(key(check)))
            .toList();
    return new Findings(CheckResult.ROWS.sorted(checks), carried, changes);
  }

  private static List<String> key(CheckResult check) {
    return List.of(check.family(), check.name(), check.scope());
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
