package org.gradienttransport.jobs.aggregate;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.Performance;

/**
 * The steps of one family.
 *
 * @param aligned steps of rows of the family as a whole, ascending
 * @param byScale by scale, what its steps are aligned with; empty where scales are aligned by their
 *     steps
 */
record FamilySteps(List<Long> aligned, Map<String, Map<Long, Long>> byScale)
    implements Serializable {

  /** The steps of every family of a plan, by its name. */
  static Map<String, FamilySteps> of(Plan plan) {
    Map<String, Map<String, Map<Long, Long>>> alignment = plan.alignment();
    Map<String, FamilySteps> steps = new HashMap<>();
    plan.steps()
        .forEach(
            (family, aligned) ->
                steps.put(
                    family, new FamilySteps(aligned, alignment.getOrDefault(family, Map.of()))));
    return steps;
  }

  /** The aligned step of the earlier snapshot of a field; the field's own for a gradient. */
  long from(FieldTransport field) {
    long step = field.key().fromStep();
    return byScale.getOrDefault(field.key().scale(), Map.of()).getOrDefault(step, step);
  }

  /** Evaluations under the steps that their snapshots are aligned with; others have no place. */
  List<Performance> align(List<Performance> performance) {
    if (byScale.isEmpty()) {
      return performance;
    }
    return performance.stream()
        .filter(row -> byScale.getOrDefault(row.scale(), Map.of()).containsKey(row.step()))
        .map(row -> row.at(byScale.get(row.scale()).get(row.step())))
        .toList();
  }
}
