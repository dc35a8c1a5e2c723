package org.gradienttransport.jobs.aggregate;

import static java.util.stream.Collectors.groupingBy;

import java.util.List;
import java.util.Map;
import org.gradienttransport.jobs.aggregate.scaling.FamilyLosses;
import org.gradienttransport.jobs.aggregate.scaling.LossCurve;
import org.gradienttransport.jobs.aggregate.scaling.MeasuredStudy;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.schemas.rows.Performance;

/**
 * The losses of a plan's families as studies, with the curves whose fits stand beside transport.
 */
public final class LinkedLosses {
  private LinkedLosses() {}

  /**
   * The studies of those families that have losses, in the order of their names.
   *
   * @param performance rows of performance of all families
   */
  public static List<MeasuredStudy> studies(Plan plan, List<Performance> performance) {
    List<MeasuredStudy> studies = FamilyLosses.studies(plan.families().values(), performance);
    if (studies.isEmpty()) {
      return studies;
    }
    Map<String, FamilySteps> steps = FamilySteps.of(plan);
    Map<String, List<Performance>> external =
        performance.stream().collect(groupingBy(Performance::family));
    return studies.stream()
        .map(
            study ->
                study.with(
                    curves(
                        plan.families().get(study.name()),
                        steps.get(study.name()),
                        external.getOrDefault(study.name(), List.of()))))
        .toList();
  }

  /** None of a family without steps: it has no transport beside which they could stand. */
  private static List<LossCurve> curves(
      Family family, FamilySteps steps, List<Performance> performance) {
    return steps == null
        ? List.of()
        : LossLink.of(family, steps.align(performance)).map(LossLink::curves).orElse(List.of());
  }
}
